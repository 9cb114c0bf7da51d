/** Traces that benchmarks replay, as files. */
@NullMarked
package io.isobar.bench.trace;

import org.jspecify.annotations.NullMarked;
