package io.isobar.broker.manifest;

import io.isobar.broker.catalog.NearestNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Every field that a workload file can have; docs/workload-file.md describes each, which a test holds. */
final class KnownFields {
    private static final String GROUP = "spec.groups[]";
    private static final Map<String, List<String>> SECTIONS = new LinkedHashMap<>();

    static {
        SECTIONS.put("", List.of("apiVersion", "kind", "metadata", "spec"));
        SECTIONS.put("metadata", List.of("name", "tenant", "labels"));
        SECTIONS.put(
                "spec",
                List.of(
                        "class",
                        "priority",
                        "replicas",
                        "gang",
                        "resources",
                        "variants",
                        "groups",
                        "work",
                        "data",
                        "checkpoint",
                        "placement",
                        "objective",
                        "billing",
                        "retry",
                        "disconnect",
                        "timeLimit",
                        "array"));
        SECTIONS.put("spec.gang", List.of("minimum", "startWithin", "domain", "across"));
        SECTIONS.put("spec.resources", List.of("accelerators", "cpus", "memory"));
        SECTIONS.put("spec.resources.accelerators", List.of("anyOf", "ordered"));
        SECTIONS.put(
                "spec.resources.accelerators[]",
                List.of("name", "model", "count", "memory", "precisions", "tflops", "stacks"));
        SECTIONS.put(
                "spec.variants[]",
                List.of(
                        "stack",
                        "image",
                        "command",
                        "env",
                        "precisions",
                        "quantisation",
                        "architecture",
                        "driverMinimum",
                        "builtFor"));
        SECTIONS.put("spec.variants[].builtFor", List.of("architectures", "pytorch", "torchNpu", "mindspore", "cann"));
        SECTIONS.put(GROUP, List.of("name", "replicas", "resources", "variants", "auxiliary"));
        SECTIONS.put("spec.work", List.of("hours", "on", "family"));
        SECTIONS.put("spec.data[]", List.of("uri", "sizeGB", "size", "region"));
        SECTIONS.put("spec.checkpoint", List.of("uri", "every", "saveTakes", "restartTakes", "region"));
        SECTIONS.put(
                "spec.placement",
                List.of(
                        "regions",
                        "exclude",
                        "providers",
                        "excludeProviders",
                        "spread",
                        "affinity",
                        "antiAffinity",
                        "latency",
                        "reservation",
                        "residency",
                        "maxPricePerHour"));
        SECTIONS.put("spec.placement.spread", List.of("by", "maximum"));
        SECTIONS.put("spec.placement.affinity[]", List.of("labels", "name", "by"));
        SECTIONS.put("spec.placement.antiAffinity[]", List.of("labels", "name", "by"));
        SECTIONS.put("spec.placement.latency", List.of("from", "atMost"));
        SECTIONS.put("spec.objective", List.of("minimise", "valueOfTime", "deadline", "carbonPrice", "maxCarbon"));
        SECTIONS.put("spec.billing", List.of("mode", "contract"));
        SECTIONS.put("spec.retry", List.of("limit", "on", "avoidSameRegion"));
        SECTIONS.put("spec.disconnect", List.of("policy"));
        SECTIONS.put("spec.array", List.of("name", "atOnce"));
    }

    private KnownFields() {}

    /** The fields of a section, in the order in which they are printed. */
    static List<String> of(String section) {
        // A group's resources and variants are written as those of the main one.
        var like = section.startsWith(GROUP + ".") ? "spec" + section.substring(GROUP.length()) : section;
        return Objects.requireNonNull(SECTIONS.get(like), section);
    }

    /** The paths of all fields: {@code spec.variants[].stack}. */
    static List<String> all() {
        var all = new ArrayList<String>();
        SECTIONS.forEach((section, fields) -> fields.forEach(field -> all.add(KeyPath.child(section, field))));
        return all;
    }

    /** What to say about a name that a section does not know: the nearest that it does, or where the name belongs. */
    static String hint(String section, String name) {
        var near = nearest(name, of(section));
        if (near.isPresent()) {
            return "did you mean " + near.get() + "?";
        }
        var elsewhere = all().stream()
                .filter(path -> path.endsWith("." + name))
                .min(Comparator.comparing(path -> !path.startsWith(section)));
        return elsewhere
                .map(path -> "it belongs into " + path.substring(0, path.length() - name.length() - 1))
                .orElse("known are " + String.join(", ", of(section)));
    }

    /** The one that is spelled most alike, if any is. */
    static Optional<String> nearest(String name, List<String> known) {
        if (name.length() > 40) {
            return Optional.empty();
        }
        String wanted = name.toLowerCase(Locale.ROOT);
        int limit = Math.max(1, wanted.length() / 3);
        return known.stream()
                .filter(other -> distance(wanted, other) <= limit)
                .min(Comparator.comparingInt(other -> distance(wanted, other)));
    }

    private static int distance(String wanted, String other) {
        return NearestNames.distance(wanted, other.toLowerCase(Locale.ROOT));
    }
}
