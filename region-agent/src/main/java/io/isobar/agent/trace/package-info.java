/** What is recorded of the way of an attempt, as spans of its workload's trace. The port; its adapter is {@code trace.otlp}. */
@NullMarked
package io.isobar.agent.trace;

import org.jspecify.annotations.NullMarked;
