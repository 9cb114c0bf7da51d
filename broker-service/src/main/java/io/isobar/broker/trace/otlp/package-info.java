/** Spans to a collector. */
@NullMarked
package io.isobar.broker.trace.otlp;

import org.jspecify.annotations.NullMarked;
