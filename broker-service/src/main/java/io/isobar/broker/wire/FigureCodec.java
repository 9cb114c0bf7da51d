package io.isobar.broker.wire;

import io.isobar.broker.telemetry.Figure;
import io.isobar.proto.telemetry.v1.Metric;
import io.isobar.proto.telemetry.v1.MetricSource;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Figures from telemetry, for people. */
public final class FigureCodec {
    private FigureCodec() {}

    /**
     * A figure with its age by the broker's clock.
     *
     * @param clockSkew agent's clock minus broker's; null: not measured, and then its time is left as the agent gave it
     */
    public static io.isobar.proto.region.v1.Figure toProto(Figure figure, @Nullable Duration clockSkew) {
        var observed =
                clockSkew == null ? figure.observedAt() : figure.observedAt().minus(clockSkew);
        var to = io.isobar.proto.region.v1.Figure.newBuilder()
                .setMetric(Metric.valueOf("METRIC_" + figure.metric()))
                .setUnit(figure.unit())
                .setValue(figure.value())
                .setSource(MetricSource.valueOf("METRIC_SOURCE_" + figure.source()))
                .setObservedAt(TimeCodec.toProto(observed))
                .setReceivedAt(TimeCodec.toProto(figure.receivedAt()));
        if (figure.pool() != null) {
            to.setPool(figure.pool());
        }
        return to.build();
    }
}
