/** Spans to a collector. */
@NullMarked
package io.isobar.agent.trace.otlp;

import org.jspecify.annotations.NullMarked;
