/** How fast and how well placement decides, on federations made from a seed. Drivers with a main of their own. */
@NullMarked
package io.isobar.bench.placement;

import org.jspecify.annotations.NullMarked;
