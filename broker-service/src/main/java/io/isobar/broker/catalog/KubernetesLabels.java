package io.isobar.broker.catalog;

import io.isobar.broker.catalog.KubernetesName.Role;
import io.isobar.broker.catalog.Resolution.Ambiguous;
import io.isobar.broker.catalog.Resolution.Exact;
import io.isobar.broker.catalog.Resolution.Unknown;
import io.isobar.broker.resource.Memory;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Narrows what a resource can mean by the labels of a node. A label that cannot be used is named in a warning and
 * disturbs no other (case 4).
 */
final class KubernetesLabels {
    private static final long MEBIBYTE = 1L << 20;

    private final KubernetesNames names;
    private final AcceleratorResolver resolver;

    KubernetesLabels(KubernetesNames names, AcceleratorCatalog catalog) {
        this.names = names;
        this.resolver = catalog.resolver();
    }

    /** The models that remain, and what the product label says of the unit. */
    record Narrowed(
            Resolution models, UnitKind kind, @Nullable String profile) {}

    Narrowed narrow(List<AcceleratorModel> models, Map<String, String> labels, List<String> warnings) {
        List<AcceleratorModel> rest = models;
        UnitKind kind = null;
        String profile = null;
        var sorted = new TreeMap<>(labels);
        for (Map.Entry<String, String> label : sorted.entrySet()) {
            if (!hasRole(label.getKey(), Role.MODEL)) {
                continue;
            }
            Resolution named = resolver.resolve(label.getValue());
            List<AcceleratorModel> both = intersection(rest, named);
            if (named instanceof Unknown) {
                warnings.add("the label " + label + " names no accelerator of the catalogue and is not used.");
            } else if (both.isEmpty() && intersection(models, named).isEmpty()) {
                warnings.add(
                        "the label " + label + " names an accelerator that the resource cannot be, and is not used.");
            } else {
                // Empty here means that two labels contradict one another: nothing remains, which is the answer.
                rest = both;
                if (named instanceof Exact exact && exact.unit().kind() != null) {
                    kind = exact.unit().kind();
                    profile = exact.unit().profile();
                }
            }
        }
        if (kind != UnitKind.PARTITION) {
            rest = byMemory(rest, sorted, warnings);
        }
        Resolution remaining =
                switch (rest.size()) {
                    case 0 -> new Unknown(List.of());
                    case 1 -> Exact.whole(rest.getFirst());
                    default -> new Ambiguous(rest);
                };
        return new Narrowed(remaining, kind == null ? kindOf(rest) : kind, profile);
    }

    private List<AcceleratorModel> byMemory(
            List<AcceleratorModel> models, Map<String, String> labels, List<String> warnings) {
        List<AcceleratorModel> rest = models;
        for (Map.Entry<String, String> label : labels.entrySet()) {
            if (!hasRole(label.getKey(), Role.MEMORY) || rest.size() < 2) {
                continue;
            }
            Memory memory = memory(label, warnings);
            if (memory != null) {
                rest = rest.stream()
                        .filter(model -> model.nominalMemoryPerUnit()
                                .map(nominal -> MemoryTolerance.matches(nominal, memory))
                                .orElse(true))
                        .toList();
            }
        }
        return rest;
    }

    private @Nullable Memory memory(Map.Entry<String, String> label, List<String> warnings) {
        Long bytes = Objects.requireNonNull(names.label(label.getKey())).bytesPerUnit();
        var unit = bytes != null && bytes == MEBIBYTE ? MemoryLabel.Unit.MEBIBYTES : MemoryLabel.Unit.BYTES;
        return switch (MemoryLabel.read(label.getValue(), unit, null)) {
            case MemoryLabel.Reading.Plausible(Memory memory, String warning) -> {
                if (!warning.isEmpty()) {
                    warnings.add("the label " + label.getKey() + ": " + warning + ".");
                }
                yield memory;
            }
            case MemoryLabel.Reading.Implausible(String why) -> {
                warnings.add("the label " + label.getKey() + ": " + why);
                yield null;
            }
        };
    }

    private boolean hasRole(String label, Role role) {
        KubernetesName name = names.label(label);
        return name != null && name.role() == role;
    }

    private static List<AcceleratorModel> intersection(List<AcceleratorModel> models, Resolution named) {
        return switch (named) {
            case Exact(AcceleratorModel model, NamedUnit _) -> models.contains(model) ? List.of(model) : List.of();
            case Ambiguous(List<AcceleratorModel> candidates) ->
                models.stream().filter(candidates::contains).toList();
            case Unknown _ -> List.of();
        };
    }

    /** What a unit is where all candidates agree; a card where they do not, or where it is not known. */
    private static UnitKind kindOf(List<AcceleratorModel> models) {
        return models.stream().allMatch(model -> model.unitKind() == UnitKind.DIE) && !models.isEmpty()
                ? UnitKind.DIE
                : UnitKind.CARD;
    }
}
