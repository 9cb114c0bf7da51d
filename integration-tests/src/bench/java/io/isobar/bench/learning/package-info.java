/** How soon work is placed where it is really cheapest, where what is declared of its speed is false. */
@NullMarked
package io.isobar.bench.learning;

import org.jspecify.annotations.NullMarked;
