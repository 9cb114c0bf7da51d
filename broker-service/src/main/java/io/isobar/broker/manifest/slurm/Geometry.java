package io.isobar.broker.manifest.slurm;

import io.isobar.broker.resource.Memory;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a job, or a component of one, lies on nodes.
 *
 * @param tasksPerNode the most that one node has
 * @param devicesPerNode 0: none
 * @param devices what asks for them; none where {@code devicesPerNode} is 0
 * @param memoryPerNode null: no claim
 */
record Geometry(
        NodeCount nodes,
        int tasks,
        int tasksPerNode,
        int cpusPerTask,
        long cpusPerNode,
        long devicesPerNode,
        List<DeviceAsk> devices,
        @Nullable Memory memoryPerNode) {
    Geometry {
        devices = List.copyOf(devices);
    }

    /** Whether a node of one is as a node of the other. */
    boolean hasShapeOf(Geometry other) {
        return cpusPerNode == other.cpusPerNode
                && devicesPerNode == other.devicesPerNode
                && Objects.equals(memoryPerNode, other.memoryPerNode)
                && types(devices).equals(types(other.devices));
    }

    private static List<String> types(List<DeviceAsk> devices) {
        return devices.stream()
                .map(ask -> ask.kind() + ":" + ask.type())
                .distinct()
                .sorted()
                .toList();
    }

    Geometry withNodesOf(Geometry other) {
        return new Geometry(
                new NodeCount(
                        Math.addExact(nodes.minimum(), other.nodes.minimum()),
                        Math.addExact(nodes.maximum(), other.nodes.maximum())),
                Math.addExact(tasks, other.tasks),
                tasksPerNode,
                cpusPerTask,
                cpusPerNode,
                devicesPerNode,
                devices,
                memoryPerNode);
    }
}
