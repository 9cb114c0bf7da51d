package io.isobar.broker.manifest.slurm;

import io.isobar.broker.manifest.conversion.Findings;
import io.isobar.broker.manifest.slurm.DeviceAsk.Basis;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Works out nodes, tasks, cores, devices and memory from the options of a component, as sbatch would. */
final class GeometryReader {
    private static final int MOST_TASKS = 10_000_000;
    private static final int MOST_CORES = 1_000_000;

    private final Findings findings;
    private final Component component;
    private final List<DeviceAsk> asks;

    GeometryReader(Findings findings, Component component, List<DeviceAsk> asks) {
        this.findings = findings;
        this.component = component;
        this.asks = asks;
    }

    Geometry read() {
        var asked = value(NodeCount::parse, SbatchOption.NODES);
        int ntasks = or(0, count(MOST_TASKS, SbatchOption.NTASKS));
        int perNode = or(0, tasksPerNode());
        var nodes = nodes(asked, ntasks, perNode);
        int tasks = tasks(nodes.maximum(), ntasks, perNode);
        if (ntasks > 0 && ntasks < nodes.maximum()) {
            nodes = NodeCount.of(ntasks);
        }
        int perNodeMost = perNode > 0 ? perNode : Math.ceilDiv(tasks, nodes.maximum());
        long devices = devicesPerNode(nodes.maximum(), perNodeMost);
        int perTask = or(1, cpusPerTask());
        long cpus =
                Math.max(or(1, count(MOST_CORES, SbatchOption.MINCPUS)), cpusPerNode(perNodeMost, perTask, devices));
        return new Geometry(nodes, tasks, perNodeMost, perTask, cpus, devices, asks, memory(cpus, devices));
    }

    private @Nullable Integer tasksPerNode() {
        var perNode = count(MOST_TASKS, SbatchOption.NTASKS_PER_NODE, SbatchOption.TASKS_PER_NODE);
        var perSocket = component.last(SbatchOption.NTASKS_PER_SOCKET);
        if (perNode != null || perSocket.isEmpty()) {
            return perNode;
        }
        var sockets = count(1_024, SbatchOption.SOCKETS_PER_NODE);
        var tasks = count(1_024, SbatchOption.NTASKS_PER_SOCKET);
        if (sockets == null) {
            findings.lost(
                    perSocket.get().line(),
                    perSocket.get().shown(),
                    "how many sockets a node has is not known; give --ntasks-per-node");
        }
        return sockets == null || tasks == null ? null : sockets * tasks;
    }

    private NodeCount nodes(@Nullable NodeCount asked, int ntasks, int perNode) {
        if (asked != null) {
            return asked;
        }
        if (ntasks > 0 && perNode > 0) {
            return nodes(Math.ceilDiv(ntasks, perNode));
        }
        long total = first(Basis.JOB);
        long each = first(Basis.NODE);
        if (total > 0 && each > 0) {
            return nodes(Math.ceilDiv(total, each));
        }
        if (ntasks > 1) {
            component
                    .last(SbatchOption.NTASKS)
                    .ifPresent(given -> findings.lost(
                            given.line(),
                            given.shown(),
                            "all tasks are on one node, where sbatch may spread them; --nodes says otherwise"));
        }
        return NodeCount.ONE;
    }

    /** What the first option asks for that counts so; 0: there is none. */
    private long first(Basis basis) {
        var counted = asks.stream().filter(ask -> ask.basis() == basis).toList();
        return counted.stream()
                .filter(ask -> ask.given().equals(counted.getFirst().given()))
                .mapToLong(DeviceAsk::count)
                .reduce(0, GeometryReader::saturatedSum);
    }

    private static long saturatedSum(long left, long right) {
        return left > Long.MAX_VALUE - right ? Long.MAX_VALUE : left + right;
    }

    private NodeCount nodes(long count) {
        if (count > WorkloadSpec.LARGEST_GANG) {
            findings.wrong(
                    component.line, "the job", "comes to " + count + " nodes, more than " + WorkloadSpec.LARGEST_GANG);
            return NodeCount.ONE;
        }
        return NodeCount.of((int) count);
    }

    private int tasks(int nodes, int ntasks, int perNode) {
        if (ntasks > 0) {
            return ntasks;
        }
        var perDevice = count(1_024, SbatchOption.NTASKS_PER_GPU);
        long devices = perDevice == null ? 0 : devicesPerNode(nodes, 1);
        long tasks = perNode > 0
                ? (long) perNode * nodes
                : perDevice != null && devices > 0 ? perDevice * devices * nodes : nodes;
        if (tasks > MOST_TASKS) {
            findings.wrong(component.line, "the job", "comes to " + tasks + " tasks, more than " + MOST_TASKS);
            return nodes;
        }
        return (int) tasks;
    }

    /** Devices of one node; every option that says so must say the same. */
    private long devicesPerNode(int nodes, int tasksPerNode) {
        long devices = 0;
        DeviceAsk first = null;
        for (var given : asks.stream().map(DeviceAsk::given).distinct().toList()) {
            var same = asks.stream().filter(ask -> ask.given().equals(given)).toList();
            var ask = same.getFirst();
            long count = same.stream().mapToLong(DeviceAsk::count).reduce(0, GeometryReader::saturatedSum);
            long perNode =
                    switch (ask.basis()) {
                        case NODE -> count;
                        case TASK -> saturated(count, tasksPerNode);
                        case SOCKET -> saturated(count, or(1, count(1_024, SbatchOption.SOCKETS_PER_NODE)));
                        case JOB -> Math.ceilDiv(count, (long) nodes);
                    };
            if (ask.basis() == Basis.JOB && count % nodes != 0) {
                findings.lost(
                        ask.given().line(),
                        ask.given().shown(),
                        count + " do not divide by " + nodes + " nodes; each node has " + perNode);
            }
            if (first != null && perNode != devices) {
                findings.wrong(
                        ask.given().line(),
                        ask.given().shown(),
                        "comes to " + perNode + " devices per node, and "
                                + Findings.shown(first.given().shown()) + " to " + devices);
            }
            devices = perNode;
            first = first == null ? ask : first;
        }
        if (first != null && devices > AcceleratorChoice.LARGEST_COUNT) {
            findings.wrong(
                    first.given().line(),
                    first.given().shown(),
                    "comes to " + devices + " devices per node, more than " + AcceleratorChoice.LARGEST_COUNT);
            return 0;
        }
        return devices;
    }

    private static long saturated(long count, long times) {
        return count > Long.MAX_VALUE / Math.max(1, times) ? Long.MAX_VALUE : count * times;
    }

    private @Nullable Integer cpusPerTask() {
        var given = count(MOST_CORES, SbatchOption.CPUS_PER_TASK);
        var tres = component.last(SbatchOption.TRES_PER_TASK);
        if (given != null || tres.isEmpty()) {
            return given;
        }
        for (var entry : tres.get().value().split(",", -1)) {
            if (entry.startsWith("cpu=") || entry.startsWith("cpu:")) {
                return findings.read(
                        tres.get().line(),
                        tres.get().option().toString(),
                        () -> SlurmText.count(entry.substring("cpu=".length()), MOST_CORES));
            }
        }
        return null;
    }

    private long cpusPerNode(int tasksPerNode, int cpusPerTask, long devices) {
        var perDevice = count(MOST_CORES, SbatchOption.CPUS_PER_GPU);
        return perDevice != null && devices > 0 ? perDevice * devices : (long) tasksPerNode * cpusPerTask;
    }

    private @Nullable Memory memory(long cpus, long devices) {
        var forms = component.all().stream()
                .filter(given -> switch (given.option()) {
                    case MEM, MEM_PER_CPU, MEM_PER_GPU -> true;
                    default -> false;
                })
                .toList();
        if (forms.isEmpty()) {
            return null;
        }
        var given = forms.getLast();
        var other =
                forms.stream().filter(form -> form.option() != given.option()).findFirst();
        if (other.isPresent()) {
            findings.wrong(
                    given.line(),
                    given.shown(),
                    "excludes " + Findings.shown(other.get().shown()) + "; give one of the two");
        }
        long times =
                switch (given.option()) {
                    case MEM_PER_CPU -> cpus;
                    case MEM_PER_GPU -> devices;
                    default -> 1;
                };
        var memory = findings.read(
                given.line(),
                given.option().toString(),
                () -> SlurmText.memory(given.value()).times(times));
        if (memory != null && memory.bytes() == 0) {
            findings.changed(
                    given.line(),
                    given.shown(),
                    "stands for all memory of the node, which cannot be asked for; write how much it needs");
            return null;
        }
        return memory;
    }

    private @Nullable Integer count(int most, SbatchOption... options) {
        return value(text -> SlurmText.count(text, most), options);
    }

    private <T> @Nullable T value(Function<String, T> reading, SbatchOption... options) {
        var given = component.last(options);
        return given.isEmpty()
                ? null
                : findings.read(
                        given.get().line(),
                        given.get().option().toString(),
                        () -> reading.apply(given.get().value()));
    }

    private static int or(int usual, @Nullable Integer value) {
        return value == null ? usual : value;
    }
}
