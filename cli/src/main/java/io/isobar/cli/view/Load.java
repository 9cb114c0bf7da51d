package io.isobar.cli.view;

import io.isobar.cli.text.Ages;
import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Unknown;
import io.isobar.proto.region.v1.Figure;
import io.isobar.proto.region.v1.Region;
import io.isobar.proto.telemetry.v1.Metric;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How busy a region is, in one figure with its age: what its accelerators do, or its processors where it has none. */
final class Load {
    private record Kind(Metric metric, String word) {}

    private static final List<Kind> IN_ORDER = List.of(
            new Kind(Metric.METRIC_ACCELERATOR_UTILISATION, "acc"),
            new Kind(Metric.METRIC_ACCELERATOR_ALLOCATION, "alloc"),
            new Kind(Metric.METRIC_CPU_UTILISATION, "cpu"));

    private Load() {}

    static String of(Region region, Instant now) {
        for (var kind : IN_ORDER) {
            var figure = whole(region, kind.metric());
            if (figure.isPresent()) {
                return kind.word() + " "
                        + Amounts.decimal((double) Math.round(figure.get().getValue() * 100)) + "% "
                        + (figure.get().hasObservedAt() ? Ages.ago(figure.get().getObservedAt(), now) : "age unknown");
            }
        }
        return Unknown.MARK;
    }

    private static Optional<Figure> whole(Region region, Metric metric) {
        return region.getFiguresList().stream()
                .filter(figure -> figure.getMetric() == metric && !figure.hasPool())
                .findFirst();
    }
}
