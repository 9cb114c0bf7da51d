/** How near the best possible bill placement comes, on federations small enough for a solver to find it. */
@NullMarked
package io.isobar.bench.optimum;

import org.jspecify.annotations.NullMarked;
