/** Spot capacity and a deadline: policies on the availability traces of "Can't Be Late" (NSDI 2024). */
@NullMarked
package io.isobar.bench.spot;

import org.jspecify.annotations.NullMarked;
