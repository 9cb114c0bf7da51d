package io.isobar.agent.driver.kubernetes;

import io.isobar.agent.driver.kubernetes.DeviceKinds.Counts;
import io.isobar.agent.driver.kubernetes.DeviceKinds.Kind;
import io.isobar.agent.inventory.UnitKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The extended resources of a node: the one that it is offered by, and what is to be said of the others. */
final class NodeDevices {
    /** Says of a resource that it is no accelerator. */
    static final String NOT_AN_ACCELERATOR = "none";

    private static final String REPLICAS = "nvidia.com/gpu.replicas";
    private static final String SHARED = "-SHARED";

    /** What may be offered, whole devices first. */
    private record Candidate(Counts counts, long count, Device device) {}

    private final ClusterNode node;
    private final Map<String, String> names;
    private final List<Candidate> candidates = new ArrayList<>();
    private final Set<String> unknown = new TreeSet<>();
    private final @Nullable Candidate chosen;

    /**
     * Looks at a node.
     *
     * @param names by resource, what the operator calls it, or {@link #NOT_AN_ACCELERATOR}
     */
    NodeDevices(ClusterNode node, Map<String, String> names) {
        this.node = node;
        this.names = names;
        node.capacity().byName().forEach((resource, count) -> {
            if (count > 0 && isExtended(resource)) {
                add(resource, count);
            }
        });
        this.chosen = candidates.stream()
                .min(Comparator.comparing(Candidate::counts)
                        .thenComparing(
                                Comparator.comparingLong(Candidate::count).reversed())
                        .thenComparing(candidate -> candidate.device().resource()))
                .orElse(null);
    }

    /** Has a vendor's domain; those of Kubernetes itself have none, or its own. */
    private static boolean isExtended(String resource) {
        int slash = resource.indexOf('/');
        String domain = slash < 0 ? "" : resource.substring(0, slash);
        return !domain.isEmpty() && !domain.equals("kubernetes.io") && !domain.endsWith(".kubernetes.io");
    }

    private void add(String resource, long count) {
        String called = names.get(resource);
        if (called != null) {
            if (!called.equals(NOT_AN_ACCELERATOR)) {
                candidates.add(new Candidate(Counts.DEVICES, count, new Device(resource, called, null)));
            }
            return;
        }
        Optional<Kind> known = DeviceKinds.builtIn().find(resource);
        if (known.isEmpty()) {
            unknown.add(resource);
        } else {
            switch (known.get().counts()) {
                case DEVICES, PARTITIONS, SHARES -> candidates.add(candidate(resource, count, known.get()));
                case AMOUNTS, NONE -> {}
            }
        }
    }

    private Candidate candidate(String resource, long count, Kind kind) {
        String model = kind.labels().stream()
                .map(node::label)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
        if (kind.counts() == Counts.PARTITIONS) {
            String part = kind.name() == null ? resource : kind.name();
            String name = model == null || model.endsWith(part) ? (model == null ? part : model) : model + "-" + part;
            return new Candidate(Counts.PARTITIONS, count, new Device(resource, name, UnitKind.PARTITION));
        }
        String name = model != null ? model : kind.name() != null ? kind.name() : resource;
        if (name.contains("-MIG-")) {
            return new Candidate(Counts.PARTITIONS, count, new Device(resource, name, UnitKind.PARTITION));
        }
        if (kind.counts() == Counts.SHARES || node.shared() || replicas() > 1 || name.endsWith(SHARED)) {
            String share = name.endsWith(SHARED) ? name : name + SHARED;
            return new Candidate(Counts.SHARES, count, new Device(resource, share, UnitKind.SLICE));
        }
        return new Candidate(Counts.DEVICES, count, new Device(resource, name, null));
    }

    /** How many pods one device of the node is handed out to; 1: whole devices, or no word of it. */
    private long replicas() {
        return node.label(REPLICAS)
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(Long::parseLong)
                .orElse(1L);
    }

    /** What the node is offered by; empty: general compute. */
    Optional<Device> device() {
        return Optional.ofNullable(chosen).map(Candidate::device);
    }

    /** Names of resources that nothing is known of. */
    Set<String> unknown() {
        return unknown;
    }

    /** Accelerators that the node has besides. */
    List<Device> others() {
        return candidates.stream()
                .filter(candidate -> !candidate.equals(chosen))
                .map(Candidate::device)
                .toList();
    }

    /** A label that tells of a device of which the node has none now: its plug-in is away. */
    Optional<String> promised() {
        return chosen != null
                ? Optional.empty()
                : DeviceKinds.builtIn().modelLabels().stream()
                        .filter(label -> node.label(label).isPresent())
                        .map(label -> label + "=" + node.labels().get(label))
                        .findFirst();
    }
}
