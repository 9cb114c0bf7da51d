package io.isobar.broker.wire;

import io.isobar.broker.network.LinkFigure;
import io.isobar.broker.telemetry.Quantity;
import io.isobar.proto.telemetry.v1.MetricSource;

/** What is known of links, for people. */
public final class LinkFigureCodec {
    private LinkFigureCodec() {}

    public static io.isobar.proto.region.v1.LinkFigure toProto(LinkFigure figure) {
        var quantity =
                switch (figure.quantity()) {
                    case ROUND_TRIP -> Quantity.LINK_ROUND_TRIP;
                    case BANDWIDTH -> Quantity.LINK_BANDWIDTH;
                };
        var to = io.isobar.proto.region.v1.LinkFigure.newBuilder()
                .setFrom(figure.from())
                .setTo(figure.to())
                .setMetricValue(quantity.code())
                .setUnit(quantity.unit())
                .setValue(figure.value())
                .setCounts(figure.counts());
        var measured = figure.measured();
        return measured == null
                ? to.setSource(MetricSource.METRIC_SOURCE_NOMINAL).build()
                : to.setSource(MetricSource.METRIC_SOURCE_MEASURED)
                        .setObservedAt(TimeCodec.toProto(measured.observedAt()))
                        .setFreshUntil(TimeCodec.toProto(measured.freshUntil()))
                        .build();
    }
}
