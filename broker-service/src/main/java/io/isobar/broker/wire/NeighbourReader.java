package io.isobar.broker.wire;

import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.workload.FieldRules;
import io.isobar.broker.workload.LatencyRule;
import io.isobar.broker.workload.NeighbourRule;
import io.isobar.broker.workload.PlacementRules.Spread;
import io.isobar.proto.workload.v1.PlacementRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a workload must be near to, apart from, and how far from its users it may be. */
final class NeighbourReader {
    private final Problems problems;
    private final FieldPath placement;

    NeighbourReader(Problems problems, FieldPath placement) {
        this.problems = problems;
        this.placement = placement;
    }

    List<NeighbourRule> rules(String field, List<io.isobar.proto.workload.v1.NeighbourRule> rules) {
        var read = new ArrayList<NeighbourRule>();
        if (problems.countWithin(placement.at(field), rules.size(), FieldRules.MOST_NEIGHBOUR_RULES)) {
            for (int i = 0; i < rules.size(); i++) {
                var rule = rule(placement.element(field, i), rules.get(i));
                if (rule != null) {
                    read.add(rule);
                }
            }
        }
        return read;
    }

    private @Nullable NeighbourRule rule(FieldPath at, io.isobar.proto.workload.v1.NeighbourRule rule) {
        var name = rule.getName();
        var problem = name.isEmpty() ? null : FieldRules.nameProblem(name);
        if (problem != null) {
            problems.add(at.at("name"), problem);
        }
        labels(problems, at, rule.getLabelsMap());
        var by = by(at, rule.getBy());
        if (name.isEmpty() && rule.getLabelsCount() == 0) {
            problems.add(at.path(), FieldRules.NO_NEIGHBOUR);
            return null;
        }
        return by == null ? null : new NeighbourRule(rule.getLabelsMap(), name.isEmpty() ? null : name, by);
    }

    private Spread.@Nullable By by(FieldPath at, String by) {
        if (by.isEmpty()) {
            return Spread.By.REGION;
        }
        for (var known : Spread.By.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(by)) {
                return known;
            }
        }
        problems.add(at.at("by"), "must be provider, region or province");
        return null;
    }

    @Nullable
    LatencyRule latency(PlacementRules rules) {
        if (!rules.hasLatency()) {
            return null;
        }
        var at = placement.in("latency");
        var from = rules.getLatency().getFrom();
        if (!RegionName.isName(from)) {
            problems.add(
                    at.at("from"),
                    "is no name of a place: 1 to 63 lower-case letters, digits and hyphens, a letter or digit first and last");
        }
        var most = new QuantityReader(problems)
                .positive(at.at("at_most"), rules.getLatency().getAtMost());
        return most == null ? null : new LatencyRule(from, most);
    }

    /** Checks labels that are at {@code labels} of a message. */
    static void labels(Problems problems, FieldPath of, Map<String, String> labels) {
        if (problems.countWithin(of.at("labels"), labels.size(), FieldRules.MOST_LABELS)) {
            labels.forEach((key, value) -> {
                problems.text(of.key("labels", key), key, FieldRules.LONGEST_NAME);
                problems.textOrEmpty(of.key("labels", key), value, FieldRules.LONGEST_LABEL);
            });
        }
    }
}
