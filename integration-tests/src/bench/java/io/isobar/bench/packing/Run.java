package io.isobar.bench.packing;

import com.sun.management.OperatingSystemMXBean;
import io.isobar.agent.packing.FreeNode;
import io.isobar.agent.packing.Shape;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * One policy, one order of arrivals.
 *
 * @param at100 devices allocated when as many were asked for as there are, in per cent of all
 * @param at130 when 1.3 times as many were
 * @param nanos processor time of the process meanwhile, with compiler, collector and the policy's threads
 */
record Run(double at100, double at130, int decisions, long nanos) {
    static Run of(List<FreeNode> empty, List<Shape> arrivals, Policy policy) {
        FreeNode[] nodes = empty.toArray(FreeNode[]::new);
        long all = empty.stream().mapToLong(node -> node.devices().milli()).sum();
        long asked = 0;
        long allocated = 0;
        double at100 = Double.NaN;
        long began = processorTime();
        for (Shape pod : arrivals) {
            Policy.Spot spot = policy.place(pod);
            long milli = (long) pod.devices() * pod.milli();
            asked += milli;
            if (spot != null) {
                if (!nodes[spot.node()].fits(pod)) {
                    throw new IllegalStateException(pod + " does not fit on " + nodes[spot.node()]);
                }
                nodes[spot.node()] = nodes[spot.node()].without(pod, spot.left());
                policy.changed(spot.node(), nodes[spot.node()]);
                allocated += milli;
            }
            if (Double.isNaN(at100) && asked >= all) {
                at100 = 100.0 * allocated / all;
            }
        }
        long took = processorTime() - began;
        long idle = 0;
        for (FreeNode node : nodes) {
            idle += node.devices().milli();
        }
        if (idle + allocated != all) {
            throw new IllegalStateException("of " + all + " are " + allocated + " allocated and " + idle + " idle");
        }
        return new Run(at100, 100.0 * allocated / all, arrivals.size(), took);
    }

    private static long processorTime() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
