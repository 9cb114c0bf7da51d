package io.isobar.agent.driver.kubernetes;

import io.fabric8.kubernetes.api.model.Taint;
import io.isobar.agent.inventory.ForeignLoad;
import io.isobar.agent.inventory.HostArchitecture;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.Node;
import io.isobar.agent.inventory.NodeAmounts;
import io.isobar.agent.inventory.NodeName;
import io.isobar.agent.inventory.PoolName;
import io.isobar.agent.inventory.PoolProfile;
import io.isobar.agent.inventory.Resources;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A look at a cluster as pools: one for each kind of device and instruction set. A node with several kinds of devices is counted by one of
 * them alone, see {@link NodeDevices}, so that nothing is offered twice.
 */
final class Pools {
    private static final int MAX_NAME = 63;
    private static final String GENERAL = "cpu";

    private record Kind(@Nullable Device device, HostArchitecture architecture) {}

    private final KubernetesSettings settings;
    private final ClusterLook look;
    private final Map<Kind, ClusterPool> pools = new LinkedHashMap<>();
    private final Map<ClusterNode, ClusterPool> poolOf = new LinkedHashMap<>();
    /** What all pods have, whoever they belong to; counted when it is first asked for. */
    private @Nullable Map<String, NodeUse> uses;

    Pools(ClusterLook look, KubernetesSettings settings) {
        this.look = look;
        this.settings = settings;
        for (ClusterNode node : look.nodes()) {
            if (isOffered(node)) {
                NodeDevices devices = new NodeDevices(node, settings.accelerators());
                if (devices.promised().isEmpty()) {
                    poolOf.put(node, pool(devices.device().orElse(null), architecture(node)));
                }
            }
        }
    }

    boolean isOffered(ClusterNode node) {
        return node.hasLabels(settings.nodeLabels());
    }

    /** Each node that is offered, and where it is counted. */
    Map<ClusterNode, ClusterPool> members() {
        return Collections.unmodifiableMap(poolOf);
    }

    Collection<ClusterPool> all() {
        return Collections.unmodifiableCollection(pools.values());
    }

    Optional<ClusterPool> find(PoolName name) {
        return pools.values().stream().filter(pool -> pool.name().equals(name)).findFirst();
    }

    private ClusterPool pool(@Nullable Device device, HostArchitecture architecture) {
        Kind kind = new Kind(device, architecture);
        ClusterPool known = pools.get(kind);
        if (known == null) {
            known = new ClusterPool(name(kind), device, architecture);
            pools.put(kind, known);
        }
        return known;
    }

    private PoolName name(Kind kind) {
        String words = (kind.device() == null ? GENERAL : kind.device().advertisedName())
                + (kind.architecture() == HostArchitecture.X86_64
                        ? ""
                        : "-" + kind.architecture().name());
        String plain =
                words.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        boolean taken =
                pools.values().stream().anyMatch(pool -> pool.name().value().equals(plain));
        if (!plain.isEmpty() && plain.length() <= MAX_NAME && !taken) {
            return new PoolName(plain);
        }
        CRC32C hash = new CRC32C();
        hash.update(kind.toString().getBytes(StandardCharsets.UTF_8));
        String end = "-" + Long.toHexString(hash.getValue());
        String start = plain.isEmpty() ? "pool" : plain.substring(0, Math.min(MAX_NAME - end.length(), plain.length()));
        return new PoolName(start + end);
    }

    private static HostArchitecture architecture(ClusterNode node) {
        return switch (node.label("kubernetes.io/arch").orElse("")) {
            case "amd64" -> HostArchitecture.X86_64;
            case "arm64" -> HostArchitecture.AARCH64;
            case "loong64" -> HostArchitecture.LOONGARCH64;
            case "sw64" -> HostArchitecture.SW64;
            case "riscv64" -> HostArchitecture.RISCV64;
            case "ppc64le" -> HostArchitecture.PPC64LE;
            default -> HostArchitecture.UNKNOWN;
        };
    }

    /** Nodes that do not work. */
    Set<String> failed() {
        return poolOf.keySet().stream()
                .filter(node -> !node.ready())
                .map(ClusterNode::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * What the federation may know.
     *
     * @param ours whether a pod is that of an attempt that holds its place by admission; all else that is there is load of others
     */
    Inventory inventory(Predicate<PodUse> ours) {
        Map<String, NodeUse> used = uses(ours);
        QuotaCap cap = new QuotaCap(look, ours);
        Map<ClusterNode, Node> nodes = new LinkedHashMap<>();
        poolOf.entrySet().stream()
                // Where our own pods are is what the quota is used up by.
                .sorted((one, other) -> Integer.compare(
                        NodeUse.of(used, other.getKey()).oursThere(),
                        NodeUse.of(used, one.getKey()).oursThere()))
                .limit(Inventory.MAX_NODES)
                .forEach(entry -> nodes.put(
                        entry.getKey(), node(entry.getKey(), entry.getValue(), NodeUse.of(used, entry.getKey()), cap)));
        List<Node> inOrder = new ArrayList<>();
        poolOf.keySet().forEach(node -> Optional.ofNullable(nodes.get(node)).ifPresent(inOrder::add));
        return new Inventory(pools.values().stream().map(this::profile).toList(), inOrder);
    }

    private Map<String, NodeUse> uses(Predicate<PodUse> ours) {
        Map<String, NodeUse> byNode = new HashMap<>();
        if (look.pods() != null) {
            for (PodUse pod : look.pods()) {
                if (pod.node() != null) {
                    byNode.merge(pod.node(), NodeUse.of(pod, ours.test(pod)), NodeUse::plus);
                }
            }
        }
        return byNode;
    }

    private PoolProfile profile(ClusterPool pool) {
        return settings.priced()
                .apply(new PoolProfile(
                        pool.name(),
                        pool.device() == null ? null : pool.device().accelerator(),
                        pool.architecture(),
                        List.of(),
                        null,
                        true,
                        List.of()));
    }

    private Node node(ClusterNode node, ClusterPool pool, NodeUse use, QuotaCap cap) {
        Device device = pool.device();
        long units = device == null
                ? 0
                : Math.min(Resources.MAX_UNITS, node.allocatable().orZero(device.resource()));
        NodeAmounts total = new NodeAmounts(
                (int) units,
                node.allocatable().get(Amounts.CPU),
                node.allocatable().get(Amounts.MEMORY));
        if (unusable(node, pool, use).isPresent()) {
            ForeignLoad load = look.pods() == null ? ForeignLoad.UNKNOWN : use.foreign(device);
            return new Node(new NodeName(node.name()), pool.name(), total, ForeignLoad.NONE, false).under(load);
        }
        return new Node(new NodeName(node.name()), pool.name(), total)
                .under(cap.apply(total, use.foreign(device), device));
    }

    /** Why nothing can be started on a node now; empty: it can. */
    Optional<String> unusable(ClusterNode node, ClusterPool pool) {
        Map<String, NodeUse> known = uses;
        if (known == null) {
            known = uses(pod -> false);
            uses = known;
        }
        return unusable(node, pool, NodeUse.of(known, node));
    }

    private Optional<String> unusable(ClusterNode node, ClusterPool pool, NodeUse use) {
        if (!node.ready()) {
            return Optional.of("not usable, it is not Ready");
        }
        if (node.unschedulable()) {
            return Optional.of("not usable, it is cordoned");
        }
        Optional<Taint> taint =
                node.repelling().filter(one -> !isTolerated(one, pool.device())).findFirst();
        if (taint.isPresent()) {
            return Optional.of("not usable, its taint " + text(taint.get()) + " is not tolerated");
        }
        if (look.pods() == null) {
            return Optional.of("not usable, what the pods of others have of it is not known; let the agent list pods");
        }
        if (look.quotas() == null) {
            return Optional.of("not usable, the quotas of the namespace are not known; let the agent list them");
        }
        Long slots = node.allocatable().get(Amounts.PODS);
        if (slots != null && use.pods() >= slots) {
            return Optional.of("not usable, it has all the " + slots + " pods that it may have");
        }
        return Optional.empty();
    }

    static String text(Taint taint) {
        String value = taint.getValue() == null || taint.getValue().isEmpty() ? "" : "=" + taint.getValue();
        return taint.getKey() + value + ":" + taint.getEffect();
    }

    /** A taint that carries the name of the device is there to keep away those who do not ask for it. */
    private boolean isTolerated(Taint taint, @Nullable Device device) {
        return (device != null && device.resource().equals(taint.getKey()))
                || settings.tolerations().stream().anyMatch(tolerated -> tolerated.covers(taint));
    }
}
