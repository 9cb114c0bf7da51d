/** Microbenchmarks of what every request passes through. docs/benchmarks.md says what they measured. */
@NullMarked
package io.isobar.bench;

import org.jspecify.annotations.NullMarked;
