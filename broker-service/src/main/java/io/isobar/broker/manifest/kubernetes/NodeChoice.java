package io.isobar.broker.manifest.kubernetes;

import io.isobar.broker.manifest.conversion.Fate;
import io.isobar.broker.manifest.conversion.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The labels that a pod requires of its node.
 *
 * @param line where a label stands; for those that are not understood
 */
record NodeChoice(Map<String, List<String>> labels, Map<String, Integer> line) {
    private static final Fate.Table AFFINITY = new Fate.Table()
            .lost(
                    "a wish of the cluster; the broker chooses by cost and time",
                    "preferredDuringSchedulingIgnoredDuringExecution");

    /** Reads the node selector and the required node affinity; several terms are alternatives. */
    static NodeChoice of(Section pod) {
        var labels = new LinkedHashMap<String, List<String>>();
        var line = new LinkedHashMap<String, Integer>();
        pod.section("nodeSelector")
                .ifPresent(selector -> selector.texts().forEach((name, value) -> {
                    labels.put(name, new ArrayList<>(List.of(value)));
                    line.put(name, selector.line(name));
                }));
        pod.section("affinity").ifPresent(affinity -> {
            affinity.section("nodeAffinity").ifPresent(node -> {
                node.section("requiredDuringSchedulingIgnoredDuringExecution")
                        .ifPresent(required ->
                                required.sections("nodeSelectorTerms").forEach(term -> readTerm(term, labels, line)));
                node.reportRest(AFFINITY);
            });
            affinity.reportRest(new Fate.Table()
                    .lost(
                            "how replicas lie together is up to the broker; see `gang.domain`",
                            "podAffinity",
                            "podAntiAffinity"));
        });
        return new NodeChoice(labels, line);
    }

    private static void readTerm(Section term, Map<String, List<String>> labels, Map<String, Integer> line) {
        for (var expression : term.sections("matchExpressions")) {
            var key = expression.text("key");
            var operator = expression.text("operator");
            var values = expression.texts("values");
            if (key == null || operator == null) {
                expression.wrong("key", "key and operator are required");
            } else if (operator.equals("In") && !values.isEmpty()) {
                labels.computeIfAbsent(key, name -> new ArrayList<>()).addAll(values);
                line.put(key, expression.line("key"));
            } else if (!operator.equals("Exists")) {
                expression.changed("operator", key + " " + operator + " is not asked for");
            }
        }
        term.reportRest(new Fate.Table().changed("nodes are not named across sites", "matchFields"));
    }
}
