package io.isobar.agent.telemetry;

import io.isobar.proto.telemetry.v1.TelemetryBatch;

/** Where telemetry goes. Never blocks; what cannot be kept is dropped, the oldest first. */
@FunctionalInterface
public interface TelemetrySink {
    void accept(TelemetryBatch batch);
}
