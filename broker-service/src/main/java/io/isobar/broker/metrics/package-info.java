/** Meters of the broker itself, for Prometheus. Every one is described in docs/metrics.md; labels are bounded. */
@NullMarked
package io.isobar.broker.metrics;

import org.jspecify.annotations.NullMarked;
