/** What is recorded of the way of a workload, as spans of one trace. The port; its adapter is {@code trace.otlp}. */
@NullMarked
package io.isobar.broker.trace;

import org.jspecify.annotations.NullMarked;
