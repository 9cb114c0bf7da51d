package io.isobar.broker.manifest.skypilot;

import io.isobar.broker.manifest.conversion.AskedAccelerators;
import io.isobar.broker.manifest.conversion.Findings;
import io.isobar.broker.manifest.conversion.Section;
import io.isobar.broker.manifest.yaml.YamlNode.Mapping;
import io.isobar.broker.manifest.yaml.YamlNode.Scalar;
import io.isobar.broker.manifest.yaml.YamlNode.Sequence;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.FieldRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Accelerators as SkyPilot has them: {@code A100:8}, a map of names and counts, or a list in order of preference. */
final class SkyNames {
    /** Names that mean one size in SkyPilot's own list, and several elsewhere; its clouds have every form of it. */
    private static final Map<String, List<String>> MEANINGS = Map.of(
            "A100", List.of("A100-40GB", "A100-PCIE-40GB"),
            "V100", List.of("V100-16GB"),
            "H100", List.of("H100-80GB", "H100-PCIe"));

    private static final Pattern PART = Pattern.compile(":\\s*[0-9]*\\.[0-9]+");

    private final Findings findings;
    private final AskedAccelerators accelerators;

    SkyNames(Findings findings, AskedAccelerators accelerators) {
        this.findings = findings;
        this.accelerators = accelerators;
    }

    /**
     * What a field asks for.
     *
     * @param ordered the first is preferred
     */
    record Asked(List<AcceleratorChoice> choices, boolean ordered) {}

    Asked read(Section resources) {
        var field = resources.has("gpus") ? "gpus" : "accelerators";
        var node = resources.node(field);
        var path = resources.path(field);
        var choices = new ArrayList<AcceleratorChoice>();
        boolean ordered = false;
        switch (node) {
            case null -> {}
            case Scalar scalar -> choices.addAll(named(path, scalar.line(), scalar.text()));
            case Sequence list -> {
                ordered = list.items().size() > 1;
                for (var item : list.items()) {
                    if (item instanceof Scalar scalar) {
                        choices.addAll(named(path, scalar.line(), scalar.text()));
                    } else {
                        findings.wrong(item.line(), path, "must hold names, holds " + item.noun());
                    }
                }
            }
            case Mapping map ->
                map.entries().forEach((name, entry) -> {
                    // A set, {A100:8, L4:8}, is a map of names without values.
                    var count = entry.value() instanceof Scalar scalar && scalar.kind() != Scalar.Kind.NOTHING
                            ? ":" + scalar.text()
                            : "";
                    choices.addAll(named(path, entry.keyLine(), name + count));
                });
        }
        if (choices.size() > FieldRules.MOST_ALTERNATIVES) {
            resources.wrong(field, "has more than " + FieldRules.MOST_ALTERNATIVES + " alternatives");
        }
        return new Asked(choices.stream().distinct().toList(), ordered);
    }

    private List<AcceleratorChoice> named(String path, int line, String text) {
        int colon = text.indexOf(':');
        var name = colon < 0 ? text : text.substring(0, colon);
        var count = colon < 0 ? "" : text.substring(colon);
        var choices = new ArrayList<AcceleratorChoice>();
        if (PART.matcher(count).matches()) {
            findings.wrong(
                    line,
                    path,
                    Findings.shown(text) + " asks for a part of a card, and whole ones can be had; write "
                            + Findings.shown(name) + ":1");
            return choices;
        }
        for (var meant : MEANINGS.getOrDefault(name.strip().toUpperCase(Locale.ROOT), List.of(name))) {
            var choice = findings.read(line, path, () -> accelerators.named(meant + count));
            if (choice != null) {
                choices.add(choice);
            }
        }
        return choices;
    }
}
