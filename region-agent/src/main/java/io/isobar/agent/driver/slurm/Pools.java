package io.isobar.agent.driver.slurm;

import io.isobar.agent.admission.Placement;
import io.isobar.agent.inventory.Accelerator;
import io.isobar.agent.inventory.ForeignLoad;
import io.isobar.agent.inventory.HostArchitecture;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.Node;
import io.isobar.agent.inventory.NodeAmounts;
import io.isobar.agent.inventory.NodeName;
import io.isobar.agent.inventory.PoolName;
import io.isobar.agent.inventory.PoolProfile;
import io.isobar.agent.inventory.Resources;
import io.isobar.agent.inventory.SiteQueue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A look at a cluster as pools: one for each partition and type of accelerator. A node of several partitions is counted in the first
 * of them, and one with several types of accelerators by the one it has most of, so that nothing is offered twice. Where work may wait
 * in the queue of a partition, its places there are a pool beside ({@link QueuePlaces}).
 */
final class Pools {
    /** Generic resources that are no accelerators, or parts of ones that are counted whole. */
    private static final Set<String> OTHER_RESOURCES = Set.of(
            "mps",
            "shard",
            "nic",
            "hca",
            "craynetwork",
            "bandwidth",
            "tmp",
            "tmpfs",
            "ssd",
            "nvme",
            "scratch",
            "license");

    private static final int MAX_NAME = 63;

    private record Kind(
            String partition,
            @Nullable String gres,
            @Nullable String type,
            boolean queued) {}

    private final SlurmSettings settings;
    private final Cluster cluster;
    private final Map<Kind, SlurmPool> pools = new LinkedHashMap<>();
    private final Map<SlurmNode, SlurmPool> poolOf = new LinkedHashMap<>();
    /** Each with the pool of the nodes that its places are for. */
    private final Map<SlurmPool, SlurmPool> queues = new LinkedHashMap<>();

    Pools(Cluster cluster, SlurmSettings settings) {
        this.cluster = cluster;
        this.settings = settings;
        List<SlurmPartition> offered = offered();
        for (SlurmNode node : cluster.nodes()) {
            offered.stream()
                    .filter(partition -> node.partitions().contains(partition.name()))
                    .findFirst()
                    .ifPresent(partition -> poolOf.put(node, pool(partition, accelerator(node), false)));
        }
        for (SlurmPool pool : List.copyOf(pools.values())) {
            if (settings.queue().nodes().containsKey(pool.partition().name())) {
                queues.put(pool(pool.partition(), pool.accelerator(), true), pool);
            }
        }
    }

    /** The partitions that are offered, in the order in which a node of several is counted. */
    List<SlurmPartition> offered() {
        List<String> wanted = settings.partitions();
        if (wanted.isEmpty()) {
            return cluster.partitions();
        }
        return cluster.partitions().stream()
                .filter(partition -> wanted.contains(partition.name()))
                .sorted(Comparator.comparingInt(partition -> wanted.indexOf(partition.name())))
                .toList();
    }

    /** Partitions that are to be offered and do not exist, or are not seen by the agent's account. */
    List<String> missingPartitions() {
        return settings.partitions().stream()
                .filter(name -> cluster.partitions().stream()
                        .noneMatch(partition -> partition.name().equals(name)))
                .toList();
    }

    /** Each node that is offered, and where it is counted. */
    Map<SlurmNode, SlurmPool> members() {
        return Collections.unmodifiableMap(poolOf);
    }

    Collection<SlurmPool> all() {
        return Collections.unmodifiableCollection(pools.values());
    }

    private @Nullable Gres accelerator(SlurmNode node) {
        return node.gres().stream()
                .filter(gres -> !advertised(gres).equals(SlurmSettings.NOT_AN_ACCELERATOR))
                .max(Comparator.comparingLong(Gres::count)
                        .thenComparing(gres -> gres.request(1), Comparator.reverseOrder()))
                .orElse(null);
    }

    /** The site's word for it, verbatim, unless the operator has a better one. */
    String advertised(Gres gres) {
        String typed = gres.type() == null ? null : settings.accelerators().get(gres.name() + ":" + gres.type());
        if (typed != null) {
            return typed;
        }
        String named = settings.accelerators().get(gres.name());
        if (named != null && (gres.type() == null || named.equals(SlurmSettings.NOT_AN_ACCELERATOR))) {
            return named;
        }
        if (OTHER_RESOURCES.contains(gres.name().toLowerCase(Locale.ROOT)) && named == null) {
            return SlurmSettings.NOT_AN_ACCELERATOR;
        }
        return gres.type() == null ? gres.name() : gres.type();
    }

    private SlurmPool pool(SlurmPartition partition, @Nullable Gres gres, boolean queued) {
        Kind kind = new Kind(
                partition.name(), gres == null ? null : gres.name(), gres == null ? null : gres.type(), queued);
        return pools.computeIfAbsent(kind, any -> {
            Gres unit = gres == null ? null : new Gres(gres.name(), gres.type(), 1);
            return new SlurmPool(name(kind, unit), partition, unit, queued);
        });
    }

    private PoolName name(Kind kind, @Nullable Gres unit) {
        String words =
                kind.partition() + (unit == null ? "" : "-" + advertised(unit)) + (kind.queued() ? "-queue" : "");
        String plain =
                words.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        boolean taken =
                pools.values().stream().anyMatch(pool -> pool.name().value().equals(plain));
        if (!plain.isEmpty() && plain.length() <= MAX_NAME && !taken) {
            return new PoolName(plain);
        }
        CRC32C hash = new CRC32C();
        hash.update((kind.partition() + " " + kind.gres() + " " + kind.type() + (kind.queued() ? " queue" : ""))
                .getBytes(StandardCharsets.UTF_8));
        String end = "-" + Long.toHexString(hash.getValue());
        String start = plain.isEmpty() ? "pool" : plain.substring(0, Math.min(MAX_NAME - end.length(), plain.length()));
        return new PoolName(start + end);
    }

    Optional<SlurmPool> find(PoolName name) {
        return pools.values().stream().filter(pool -> pool.name().equals(name)).findFirst();
    }

    /** Nodes that are not there to take work because something is wrong with them. */
    Set<String> failed() {
        return Set.copyOf(poolOf.keySet().stream()
                .filter(node -> node.state().hasFailed())
                .map(SlurmNode::name)
                .toList());
    }

    /**
     * What the federation may know.
     *
     * @param ours what our own jobs were surely given on each node at the time of the look; all else that is given is load of others
     * @param waits what is known of the queue of a pool
     */
    Inventory inventory(Map<NodeName, Resources> ours, Function<PoolName, SiteQueue> waits) {
        List<Node> nodes = new ArrayList<>();
        poolOf.forEach((node, pool) -> {
            if (nodes.size() < Inventory.MAX_NODES) {
                nodes.add(node(node, pool, ours.getOrDefault(new NodeName(node.name()), Resources.NONE)));
            }
        });
        queues.keySet().stream()
                .flatMap(queue -> places(queue).stream())
                .limit(Inventory.MAX_NODES - nodes.size())
                .forEach(nodes::add);
        return new Inventory(
                pools.values().stream().map(pool -> profile(pool, waits)).toList(), nodes);
    }

    /** Pools of places in a queue. */
    Set<SlurmPool> queues() {
        return Collections.unmodifiableSet(queues.keySet());
    }

    List<Node> places(SlurmPool queue) {
        SlurmPool of = nodesOf(queue);
        return QueuePlaces.of(
                queue,
                settings.queue().nodes().getOrDefault(queue.partition().name(), 0),
                poolOf.entrySet().stream()
                        .filter(member -> member.getValue().equals(of)
                                && member.getKey().state().takesWork())
                        .map(member -> total(member.getKey(), of))
                        .toList());
    }

    /** The pool of the nodes that its places are for; itself where it is one of nodes. */
    private SlurmPool nodesOf(SlurmPool pool) {
        return queues.getOrDefault(pool, pool);
    }

    /** A place in a queue costs what its node does, unless it has a price of its own. */
    private PoolProfile profile(SlurmPool pool, Function<PoolName, SiteQueue> waits) {
        SlurmPool of = nodesOf(pool);
        Gres unit = pool.accelerator();
        PoolProfile priced = settings.priced()
                .apply(new PoolProfile(
                        of.name(),
                        unit == null ? null : new Accelerator(advertised(unit), null, null),
                        architecture(of),
                        List.of(),
                        null,
                        settings.runtime().runsImages(),
                        List.of()));
        return pool.queued() ? settings.priced().apply(priced.as(pool.name())).in(waits.apply(pool.name())) : priced;
    }

    private HostArchitecture architecture(SlurmPool pool) {
        Set<HostArchitecture> found = EnumSet.noneOf(HostArchitecture.class);
        poolOf.forEach((node, its) -> {
            if (its.equals(pool)) {
                found.add(architecture(node.architecture()));
            }
        });
        found.remove(HostArchitecture.UNKNOWN);
        return found.size() == 1 ? found.iterator().next() : HostArchitecture.UNKNOWN;
    }

    private static HostArchitecture architecture(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "x86_64", "amd64" -> HostArchitecture.X86_64;
            case "aarch64", "arm64" -> HostArchitecture.AARCH64;
            case "loongarch64" -> HostArchitecture.LOONGARCH64;
            case "sw_64", "sw64" -> HostArchitecture.SW64;
            case "riscv64" -> HostArchitecture.RISCV64;
            case "ppc64le" -> HostArchitecture.PPC64LE;
            default -> HostArchitecture.UNKNOWN;
        };
    }

    private static Node node(SlurmNode node, SlurmPool pool, Resources ours) {
        Gres unit = pool.accelerator();
        NodeAmounts total = total(node, pool);
        List<Gres> allocated = node.gresAllocated();
        Long cpusAllocated = node.cpusAllocated();
        Long memoryAllocated = node.memoryAllocatedMib();
        // What others have is not known, so nothing is known to be free.
        boolean known = allocated != null && cpusAllocated != null && memoryAllocated != null;
        ForeignLoad foreign = allocated == null || cpusAllocated == null || memoryAllocated == null
                ? ForeignLoad.UNKNOWN
                : new ForeignLoad(
                        Math.max(0, (unit == null ? 0 : sum(allocated, unit)) - ours.units()),
                        Math.max(0, cpusAllocated * 1_000 - ours.millicpus()),
                        Math.max(0, (memoryAllocated << 20) - ours.memoryBytes()));
        boolean usable = known && pool.partition().up() && node.state().takesWork();
        return new Node(new NodeName(node.name()), pool.name(), total, ForeignLoad.NONE, usable).under(foreign);
    }

    private static NodeAmounts total(SlurmNode node, SlurmPool pool) {
        Gres unit = pool.accelerator();
        long drained = unit == null ? 0 : sum(node.gresDrained(), unit);
        long units = unit == null ? 0 : Math.clamp(sum(node.gres(), unit) - drained, 0, Resources.MAX_UNITS);
        Long cpus = node.cpus();
        Long memory = node.memoryMib();
        return new NodeAmounts(
                (int) units,
                cpus == null ? null : Long.valueOf(cpus * 1_000),
                memory == null ? null : Long.valueOf(memory << 20));
    }

    private static long sum(Collection<Gres> list, Gres unit) {
        return list.stream().filter(unit::isLike).mapToLong(Gres::count).sum();
    }

    /** Sums what is on each node. */
    static Map<NodeName, Resources> perNode(Collection<Placement> placements) {
        Map<NodeName, Resources> sums = new HashMap<>();
        for (Placement placement : placements) {
            Resources one = placement.demand().shape();
            for (NodeName node : placement.nodes()) {
                sums.merge(
                        node,
                        one,
                        (a, b) -> new Resources(
                                Math.min(Resources.MAX_UNITS, a.units() + b.units()),
                                Math.addExact(a.millicpus(), b.millicpus()),
                                Math.addExact(a.memoryBytes(), b.memoryBytes())));
            }
        }
        return sums;
    }
}
