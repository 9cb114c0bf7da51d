package io.isobar.broker.manifest.kubernetes;

import io.isobar.broker.catalog.AcceleratorModel;
import io.isobar.broker.catalog.KubernetesDevices;
import io.isobar.broker.catalog.KubernetesReader;
import io.isobar.broker.catalog.NamedUnit;
import io.isobar.broker.catalog.Resolution;
import io.isobar.broker.catalog.UnitKind;
import io.isobar.broker.manifest.conversion.AskedAccelerators;
import io.isobar.broker.manifest.conversion.Findings;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.FieldRules;
import io.isobar.broker.workload.HostArchitecture;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the accelerators that a container and the labels of its node mean. */
final class DeviceReader {
    private static final int MOST_COMBINATIONS = 64;

    private final Findings findings;
    private final KubernetesReader reader;

    DeviceReader(Findings findings, KubernetesReader reader) {
        this.findings = findings;
        this.reader = reader;
    }

    List<AcceleratorChoice> choices(ContainerReader container, Map<String, String> resources, NodeChoice node) {
        var devices = new LinkedHashMap<String, String>();
        resources.forEach((name, amount) -> {
            if (reader.read(Map.of(name, amount), Map.of()) instanceof KubernetesDevices.None && !amount.equals("0")) {
                findings.changed(container.lineOf(name), name, "means nothing outside its cluster; not asked for");
            } else {
                devices.put(name, amount);
            }
        });
        var labels = new HashMap<>(node.labels());
        labels.keySet().removeIf(name -> !narrows(devices, name, node));
        if (devices.isEmpty()) {
            return List.of();
        }
        var choices = new ArrayList<AcceleratorChoice>();
        for (var combination : combinations(labels)) {
            for (var choice : choices(container, devices, reader.read(devices, combination))) {
                if (!choices.contains(choice)) {
                    choices.add(choice);
                }
            }
        }
        return choices.size() > FieldRules.MOST_ALTERNATIVES
                ? choices.subList(0, FieldRules.MOST_ALTERNATIVES)
                : choices;
    }

    /** Whether a label says anything about the devices; one that does not is reported. */
    private boolean narrows(Map<String, String> devices, String label, NodeChoice node) {
        var values = node.labels().getOrDefault(label, List.of());
        if (architecture(label, values) != null
                || label.equals("kubernetes.io/os")
                || label.equals("beta.kubernetes.io/os")) {
            return false;
        }
        var without = reader.read(devices, Map.of());
        boolean narrows = !devices.isEmpty()
                && values.stream().anyMatch(value -> !same(reader.read(devices, Map.of(label, value)), without));
        if (!narrows) {
            findings.changed(
                    node.line().getOrDefault(label, 0),
                    label + "=" + String.join(",", values),
                    "means nothing outside its cluster; not asked for");
        }
        return narrows;
    }

    /** Warnings do not make a difference. */
    private static boolean same(KubernetesDevices one, KubernetesDevices other) {
        if (one instanceof KubernetesDevices.Asked a && other instanceof KubernetesDevices.Asked b) {
            return a.models().equals(b.models()) && a.kind() == b.kind();
        }
        return one.equals(other);
    }

    static @Nullable HostArchitecture architecture(String label, List<String> values) {
        boolean isArchitecture =
                switch (label) {
                    case "kubernetes.io/arch", "beta.kubernetes.io/arch", "host-arch" -> true;
                    default -> false;
                };
        if (!isArchitecture || values.size() != 1) {
            return null;
        }
        var value = values.getFirst();
        return HostArchitecture.parse(
                        switch (value) {
                            case "huawei-arm" -> "arm64";
                            case "huawei-x86" -> "amd64";
                            default -> value;
                        })
                .orElse(null);
    }

    private static List<Map<String, String>> combinations(Map<String, List<String>> labels) {
        var all = new ArrayList<Map<String, String>>();
        all.add(Map.of());
        labels.forEach((name, values) -> {
            var longer = new ArrayList<Map<String, String>>();
            for (var before : all) {
                for (var value : values) {
                    if (longer.size() < MOST_COMBINATIONS) {
                        var with = new HashMap<>(before);
                        with.put(name, value);
                        longer.add(with);
                    }
                }
            }
            all.clear();
            all.addAll(longer);
        });
        return all;
    }

    private List<AcceleratorChoice> choices(
            ContainerReader container, Map<String, String> devices, KubernetesDevices found) {
        int line = container.lineOf(devices.keySet().iterator().next());
        return switch (found) {
            case KubernetesDevices.None none -> List.of();
            case KubernetesDevices.Refused refused -> {
                for (var problem : refused.problems()) {
                    var about = about(problem, devices);
                    findings.wrong(container.lineOf(about), about, withoutName(about, problem));
                }
                yield List.of();
            }
            case KubernetesDevices.Asked asked -> {
                for (var warning : asked.warnings()) {
                    var about = about(warning, devices);
                    findings.changed(container.lineOf(about), about, withoutName(about, warning));
                }
                yield choices(line, asked);
            }
        };
    }

    /** The resource that a message begins with, else the first. */
    private static String about(String message, Map<String, String> devices) {
        return devices.keySet().stream()
                .filter(resource -> message.startsWith(resource + ": "))
                .findFirst()
                .orElseGet(() -> devices.keySet().iterator().next());
    }

    private static String withoutName(String name, String message) {
        return message.startsWith(name + ": ") ? message.substring(name.length() + 2) : message;
    }

    private List<AcceleratorChoice> choices(int line, KubernetesDevices.Asked asked) {
        if (asked.kind() == UnitKind.SLICE) {
            findings.changedUnlessSaid(
                    AskedAccelerators.FIELD,
                    line,
                    asked.resource(),
                    asked.memoryPerUnit() == null
                            ? "a share of a device cannot be asked for; whole devices are"
                            : "a share of a device cannot be asked for; whole devices are, with at least its memory");
        }
        return switch (asked.models()) {
            case Resolution.Exact exact -> List.of(choice(exact.model(), asked));
            case Resolution.Ambiguous ambiguous -> {
                findings.changedUnlessSaid(
                        AskedAccelerators.FIELD,
                        line,
                        asked.resource() + ": " + asked.count(),
                        "may be any of " + ambiguous.candidates().size() + " models, any of which is taken; "
                                + selection(asked.resource()));
                yield ambiguous.candidates().stream()
                        .limit(FieldRules.MOST_ALTERNATIVES)
                        .map(model -> choice(model, asked))
                        .toList();
            }
            case Resolution.Unknown unknown -> {
                findings.wrong(line, asked.resource(), "no model of the catalogue is called so in Kubernetes");
                yield List.of();
            }
        };
    }

    /** How a file of Kubernetes says which model is meant. */
    private static String selection(String resource) {
        return switch (resource.substring(0, Math.max(0, resource.indexOf('/')))) {
            case "nvidia.com" -> "select one by a label, such as nvidia.com/gpu.product";
            case "amd.com" -> "select one by a label, such as amd.com/gpu.product-name";
            case "huawei.com" ->
                "ask for the model, such as huawei.com/Ascend910B3, or select node.kubernetes.io/npu.chip.name";
            case "google.com" -> "select one by the label cloud.google.com/gke-tpu-accelerator";
            default -> "write the model in the workload file";
        };
    }

    private static AcceleratorChoice choice(AcceleratorModel model, KubernetesDevices.Asked asked) {
        var profile = asked.profile();
        if (asked.kind() != UnitKind.PARTITION || profile == null) {
            return new AcceleratorChoice.Named(model.name(), model.id(), asked.count(), asked.memoryPerUnit());
        }
        var unit = NamedUnit.partition(profile);
        return new AcceleratorChoice.Named(unit.nameOf(model), model.id(), asked.count(), unit.memory(), unit);
    }
}
