package io.isobar.broker.manifest;

import io.isobar.broker.workload.FieldRules;
import io.isobar.broker.workload.LatencyRule;
import io.isobar.broker.workload.NeighbourRule;
import io.isobar.broker.workload.PlacementRules.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a workload must be near to, apart from, and how far from its users it may be. */
final class NeighbourReader {
    private static final String EXAMPLE = "write [ { labels: { app: cache }, by: region } ]";

    private NeighbourReader() {}

    static List<NeighbourRule> rules(@Nullable Value value) {
        var read = new ArrayList<NeighbourRule>();
        if (value == null) {
            return read;
        }
        for (var element : value.list(FieldRules.MOST_NEIGHBOUR_RULES, EXAMPLE)) {
            var section = element.section();
            var rule = section == null ? null : rule(element, section);
            if (rule != null) {
                read.add(rule);
            }
        }
        return read;
    }

    private static @Nullable NeighbourRule rule(Value element, Section section) {
        var labels = section.has("labels") ? SpecReader.labels(section.get("labels")) : Map.<String, String>of();
        var name = SpecReader.name(section.get("name"));
        var by = Choices.read(section.get("by"), Choices.SPREAD, Spread.By.REGION);
        if (!labels.isEmpty() || name != null) {
            return new NeighbourRule(labels, name, by);
        }
        // What could not be read was reported; it was not nothing.
        var given = section.get("labels");
        if (!section.has("name") && (given == null || given.isEmptyMap())) {
            element.problem(FieldRules.NO_NEIGHBOUR);
        }
        return null;
    }

    static @Nullable LatencyRule latency(Section section) {
        var from = section.require("from", "name the place of its users, such as beijing");
        var atMost = section.require("atMost", "write the longest round trip, such as 20ms");
        var place = from == null ? null : Places.place(from);
        var most = Quantities.positiveDuration(atMost);
        return place == null || most == null ? null : new LatencyRule(place, most);
    }
}
