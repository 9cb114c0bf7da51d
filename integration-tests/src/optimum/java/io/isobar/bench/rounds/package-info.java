/** A queue on accelerators of several types: policies on the continuous traces of Gavel (OSDI 2020). */
@NullMarked
package io.isobar.bench.rounds;

import org.jspecify.annotations.NullMarked;
