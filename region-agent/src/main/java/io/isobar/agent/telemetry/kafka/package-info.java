/**
 * Telemetry to Kafka.
 */
@NullMarked
package io.isobar.agent.telemetry.kafka;

import org.jspecify.annotations.NullMarked;
