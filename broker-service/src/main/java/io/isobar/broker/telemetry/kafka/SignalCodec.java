package io.isobar.broker.telemetry.kafka;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import io.isobar.broker.telemetry.Figure;
import io.isobar.broker.telemetry.LinkKey;
import io.isobar.broker.telemetry.PoolFigures;
import io.isobar.broker.telemetry.Quantity;
import io.isobar.broker.telemetry.WindowStatistics;
import io.isobar.proto.telemetry.v1.MetricSignal;
import io.isobar.proto.telemetry.v1.Signal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Signals as they are written, and read back. */
final class SignalCodec {
    /** Agents collect every few seconds; what is a minute old may still pass for the present. */
    private static final Duration VALIDITY =
            Duration.newBuilder().setSeconds(60).build();

    private SignalCodec() {}

    static byte[] key(PoolFigures pool) {
        return key(pool.region() + "/" + (pool.pool() == null ? "" : pool.pool()));
    }

    static byte[] key(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    static Signal toProto(PoolFigures pool) {
        var to = Signal.newBuilder().setRegion(pool.region()).setReceivedAt(timestamp(pool.receivedAt()));
        if (pool.pool() != null) {
            to.setPool(pool.pool());
        }
        var peer = LinkKey.peer(pool.pool());
        if (peer != null) {
            to.setPeer(peer);
        }
        for (var figure : pool.figures()) {
            to.addMetrics(metric(figure));
        }
        return to.build();
    }

    private static MetricSignal metric(Figure figure) {
        var to = MetricSignal.newBuilder()
                .setMetricValue(figure.quantity().code())
                .setUnit(figure.quantity().unit())
                .setLast(figure.value())
                .setObservedAt(timestamp(figure.observedAt()))
                .setSourceValue(figure.source())
                .setValidity(validity(figure.quantity()));
        if (figure.minute() != null) {
            to.setMinute(window(figure.minute()));
        }
        if (figure.sliding() != null) {
            to.setSliding(window(figure.sliding()));
        }
        return to.build();
    }

    private static Duration validity(Quantity quantity) {
        var ofLink = quantity.ofLink();
        return ofLink == null
                ? VALIDITY
                : Duration.newBuilder()
                        .setSeconds(ofLink.validity().toSeconds())
                        .build();
    }

    private static io.isobar.proto.telemetry.v1.WindowStatistics window(WindowStatistics window) {
        var to = io.isobar.proto.telemetry.v1.WindowStatistics.newBuilder()
                .setStart(timestamp(window.start()))
                .setLength(Duration.newBuilder().setSeconds(window.length().toSeconds()))
                .setCount(window.count())
                .setMinimum(window.minimum())
                .setMaximum(window.maximum())
                .setMean(window.mean());
        if (window.sum() != null) {
            to.setSum(window.sum());
        }
        return to.build();
    }

    /** Metrics that this broker does not know are left out. */
    static PoolFigures fromProto(Signal signal) {
        var pool = signal.hasPool() ? signal.getPool() : null;
        var received = instant(signal.getReceivedAt());
        List<Figure> figures = new ArrayList<>(signal.getMetricsCount());
        for (var metric : signal.getMetricsList()) {
            var quantity = Quantity.of(metric.getMetricValue());
            if (quantity != null) {
                figures.add(new Figure(
                        quantity,
                        metric.getLast(),
                        metric.getSourceValue(),
                        pool,
                        instant(metric.getObservedAt()),
                        received,
                        metric.hasMinute() ? window(metric.getMinute()) : null,
                        metric.hasSliding() ? window(metric.getSliding()) : null));
            }
        }
        return new PoolFigures(signal.getRegion(), pool, received, List.copyOf(figures));
    }

    private static @Nullable WindowStatistics window(io.isobar.proto.telemetry.v1.WindowStatistics window) {
        return window.getCount() <= 0
                ? null
                : new WindowStatistics(
                        instant(window.getStart()),
                        java.time.Duration.ofSeconds(window.getLength().getSeconds()),
                        window.getCount(),
                        window.getMinimum(),
                        window.getMaximum(),
                        window.getMean(),
                        window.hasSum() ? window.getSum() : null);
    }

    private static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }

    private static Instant instant(Timestamp at) {
        return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
    }
}
