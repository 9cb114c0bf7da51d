/** Telemetry from Kafka. */
@NullMarked
package io.isobar.broker.telemetry.kafka;

import org.jspecify.annotations.NullMarked;
