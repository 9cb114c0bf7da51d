package io.isobar.bench.packing;

import com.netflix.fenzo.ConstraintEvaluator;
import com.netflix.fenzo.SchedulingResult;
import com.netflix.fenzo.TaskRequest;
import com.netflix.fenzo.TaskScheduler;
import com.netflix.fenzo.TaskTrackerState;
import com.netflix.fenzo.VMAssignmentResult;
import com.netflix.fenzo.VMTaskFitnessCalculator;
import com.netflix.fenzo.VirtualMachineCurrentState;
import com.netflix.fenzo.VirtualMachineLease;
import com.netflix.fenzo.plugins.BinPackingFitnessCalculators;
import io.isobar.agent.packing.FreeNode;
import io.isobar.agent.packing.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.mesos.Protos;
import org.jspecify.annotations.Nullable;

/**
 * Fenzo 1.0.1 with its packer by processors and memory. It has no devices of which parts can be taken, so a hard constraint asks
 * us whether the pod fits; the device is the fullest that does. One pod a call, as pods come one by one.
 */
final class FenzoPacker implements Policy {
    private final FreeNode[] nodes;
    private final TaskScheduler scheduler;
    private List<VirtualMachineLease> offers = new ArrayList<>();
    private long tasks;

    FenzoPacker(List<FreeNode> nodes) {
        this.nodes = nodes.toArray(FreeNode[]::new);
        for (int i = 0; i < this.nodes.length; i++) {
            offers.add(new Lease(i + "-0", Integer.toString(i), this.nodes[i].millicpus(), this.nodes[i].memory()));
        }
        scheduler = new TaskScheduler.Builder()
                .withFitnessCalculator(BinPackingFitnessCalculators.cpuMemBinPacker)
                .withLeaseOfferExpirySecs(1_000_000)
                .withLeaseRejectAction(lease -> {
                    throw new IllegalStateException("an offer was rejected: " + lease.hostname());
                })
                .disableShortfallEvaluation()
                .build();
    }

    @Override
    public @Nullable Spot place(Shape pod) {
        SchedulingResult result = scheduler.scheduleOnce(List.of(new Pod(Long.toString(++tasks), pod, this)), offers);
        offers = new ArrayList<>();
        for (VMAssignmentResult assigned : result.getResultMap().values()) {
            int node = Integer.parseInt(assigned.getHostname());
            for (var task : assigned.getTasksAssigned()) {
                scheduler.getTaskAssigner().call(task.getRequest(), assigned.getHostname());
            }
            return new Spot(node, fullest(nodes[node], pod));
        }
        return null;
    }

    private static int fullest(FreeNode node, Shape pod) {
        if (pod.takesPartOfADevice()) {
            for (int left : Scan.lefts(node)) {
                if (left >= pod.milli()) {
                    return left;
                }
            }
        }
        return Shape.WHOLE;
    }

    /** As a framework does: the offers of a node are used up by an assignment, and what is left is offered anew. */
    @Override
    public void changed(int node, FreeNode free) {
        nodes[node] = free;
        offers.add(new Lease(node + "-" + tasks, Integer.toString(node), free.millicpus(), free.memory()));
    }

    @Override
    public void close() {
        scheduler.shutdown();
    }

    private record Pod(String id, Shape shape, FenzoPacker packer) implements TaskRequest, ConstraintEvaluator {
        @Override
        public Result evaluate(TaskRequest task, VirtualMachineCurrentState node, TaskTrackerState tasks) {
            boolean fits = packer.nodes[Integer.parseInt(node.getHostname())].fits(shape);
            return new Result(fits, fits ? "" : "no device");
        }

        @Override
        public String getName() {
            return "devices";
        }

        @Override
        public String getId() {
            return id;
        }

        @Override
        public String taskGroupName() {
            return "";
        }

        @Override
        public double getCPUs() {
            return shape.millicpus() / 1_000.0;
        }

        @Override
        public double getMemory() {
            return shape.memory();
        }

        @Override
        public double getNetworkMbps() {
            return 0;
        }

        @Override
        public double getDisk() {
            return 0;
        }

        @Override
        public int getPorts() {
            return 0;
        }

        @Override
        public Map<String, Double> getScalarRequests() {
            return Collections.emptyMap();
        }

        @Override
        public Map<String, NamedResourceSetRequest> getCustomNamedResources() {
            return Collections.emptyMap();
        }

        @Override
        public List<? extends ConstraintEvaluator> getHardConstraints() {
            return List.of(this);
        }

        @Override
        public List<? extends VMTaskFitnessCalculator> getSoftConstraints() {
            return List.of();
        }

        @Override
        public void setAssignedResources(AssignedResources resources) {}

        @Override
        public @Nullable AssignedResources getAssignedResources() {
            return null;
        }
    }

    private record Lease(String id, String node, long millicpus, long memory) implements VirtualMachineLease {
        @Override
        public String getId() {
            return id;
        }

        @Override
        public long getOfferedTime() {
            return System.currentTimeMillis();
        }

        @Override
        public String hostname() {
            return node;
        }

        @Override
        public String getVMID() {
            return node;
        }

        @Override
        public double cpuCores() {
            return millicpus / 1_000.0;
        }

        @Override
        public double memoryMB() {
            return memory;
        }

        @Override
        public double networkMbps() {
            return 0;
        }

        @Override
        public double diskMB() {
            return 0;
        }

        @Override
        public List<Range> portRanges() {
            return List.of();
        }

        @Override
        public Protos.@Nullable Offer getOffer() {
            return null;
        }

        @Override
        public Map<String, Protos.Attribute> getAttributeMap() {
            return Collections.emptyMap();
        }

        @Override
        public @Nullable Double getScalarValue(String name) {
            return null;
        }

        @Override
        public Map<String, Double> getScalarValues() {
            return Collections.emptyMap();
        }
    }
}
