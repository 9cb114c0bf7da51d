/** E1: how much of a cluster's accelerators can be allocated, by who chooses the nodes. docs/benchmarks.md says what was measured. */
@NullMarked
package io.isobar.bench.packing;

import org.jspecify.annotations.NullMarked;
