package io.isobar.broker.wire;

import io.isobar.broker.telemetry.Figure;
import io.isobar.broker.telemetry.WindowStatistics;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Figures from telemetry, for people. */
public final class FigureCodec {
    private FigureCodec() {}

    /**
     * A figure with its age by the broker's clock. It is never younger than since it was received, which is all that is known of it where a
     * clock that is ahead is not measured, or was measured anew since.
     *
     * @param clockSkew agent's clock minus broker's; null: not measured, and then its time is left as the agent gave it
     */
    public static io.isobar.proto.region.v1.Figure toProto(Figure figure, @Nullable Duration clockSkew) {
        var corrected =
                clockSkew == null ? figure.observedAt() : figure.observedAt().minus(clockSkew);
        var observed = corrected.isAfter(figure.receivedAt()) ? figure.receivedAt() : corrected;
        var to = io.isobar.proto.region.v1.Figure.newBuilder()
                .setMetricValue(figure.quantity().code())
                .setUnit(figure.quantity().unit())
                .setValue(figure.value())
                .setSourceValue(figure.source())
                .setObservedAt(TimeCodec.toProto(observed))
                .setReceivedAt(TimeCodec.toProto(figure.receivedAt()));
        if (figure.pool() != null) {
            to.setPool(figure.pool());
        }
        if (figure.minute() != null) {
            to.setMinute(window(figure.minute()));
        }
        if (figure.sliding() != null) {
            to.setSliding(window(figure.sliding()));
        }
        return to.build();
    }

    private static io.isobar.proto.telemetry.v1.WindowStatistics window(WindowStatistics window) {
        var to = io.isobar.proto.telemetry.v1.WindowStatistics.newBuilder()
                .setStart(TimeCodec.toProto(window.start()))
                .setLength(TimeCodec.toProto(window.length()))
                .setCount(window.count())
                .setMinimum(window.minimum())
                .setMaximum(window.maximum())
                .setMean(window.mean());
        if (window.sum() != null) {
            to.setSum(window.sum());
        }
        return to.build();
    }
}
