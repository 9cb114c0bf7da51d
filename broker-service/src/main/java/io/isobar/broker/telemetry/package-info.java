/** What the federation measures: the latest figures with their ages. The adapter is {@code telemetry.kafka}. */
@NullMarked
package io.isobar.broker.telemetry;

import org.jspecify.annotations.NullMarked;
