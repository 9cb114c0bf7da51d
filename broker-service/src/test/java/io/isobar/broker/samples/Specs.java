package io.isobar.broker.samples;

import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.CpuRange;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.Billing;
import io.isobar.broker.workload.Checkpoint;
import io.isobar.broker.workload.ComputeClass;
import io.isobar.broker.workload.DataSet;
import io.isobar.broker.workload.DisconnectPolicy;
import io.isobar.broker.workload.GangRule;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.PlacementRules;
import io.isobar.broker.workload.Resources;
import io.isobar.broker.workload.RetryRule;
import io.isobar.broker.workload.Variant;
import io.isobar.broker.workload.Work;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What users ask for. */
public final class Specs {
    private Specs() {}

    /** A command on so many cores. */
    public static WorkloadSpec command(int cores) {
        return spec(
                1,
                new Resources(List.of(), false, CpuRange.atLeast(Cpu.ofCores(cores)), null),
                SoftwareStack.CPU,
                null);
    }

    /** A gang on A100s of 80 GB. */
    public static WorkloadSpec gang(int replicas, int cards, @Nullable Double hours) {
        return gang(replicas, cards, hours, PlacementRules.NONE, Objective.CHEAPEST);
    }

    public static WorkloadSpec gang(
            int replicas, int cards, @Nullable Double hours, PlacementRules rules, Objective objective) {
        var resources = new Resources(
                List.of(new AcceleratorChoice.Named("A100-80GB", Pools.A100_80, cards, null)),
                false,
                CpuRange.atLeast(Cpu.ofCores(8)),
                null);
        var work = hours == null ? null : new Work(hours, Pools.A100_80, "A100-80GB", null);
        var plain = spec(replicas, resources, SoftwareStack.CUDA, work);
        return with(plain, rules, objective, RetryRule.USUAL);
    }

    public static WorkloadSpec with(WorkloadSpec spec, PlacementRules rules, Objective objective, RetryRule retry) {
        return new WorkloadSpec(
                spec.name(),
                spec.tenant(),
                spec.labels(),
                spec.computeClass(),
                spec.replicas(),
                spec.gang(),
                spec.resources(),
                spec.variants(),
                spec.work(),
                spec.data(),
                spec.checkpoint(),
                rules,
                objective,
                spec.billing(),
                retry,
                spec.disconnect(),
                spec.timeLimit());
    }

    /** The same, to begin within so long. */
    public static WorkloadSpec within(Duration time, WorkloadSpec spec) {
        return new WorkloadSpec(
                spec.name(),
                spec.tenant(),
                spec.labels(),
                spec.computeClass(),
                spec.replicas(),
                new GangRule(spec.gang().minimum(), time, spec.gang().domainRequired()),
                spec.resources(),
                spec.variants(),
                spec.work(),
                spec.data(),
                spec.checkpoint(),
                spec.placement(),
                spec.objective(),
                spec.billing(),
                spec.retry(),
                spec.disconnect(),
                spec.timeLimit());
    }

    /** The same for somebody else. */
    public static WorkloadSpec of(String tenant, WorkloadSpec spec) {
        return new WorkloadSpec(
                spec.name(),
                tenant,
                spec.labels(),
                spec.computeClass(),
                spec.replicas(),
                spec.gang(),
                spec.resources(),
                spec.variants(),
                spec.work(),
                spec.data(),
                spec.checkpoint(),
                spec.placement(),
                spec.objective(),
                spec.billing(),
                spec.retry(),
                spec.disconnect(),
                spec.timeLimit());
    }

    /** The same with data to read and a state to save. */
    public static WorkloadSpec with(WorkloadSpec spec, List<DataSet> data, @Nullable Checkpoint checkpoint) {
        return new WorkloadSpec(
                spec.name(),
                spec.tenant(),
                spec.labels(),
                spec.computeClass(),
                spec.replicas(),
                spec.gang(),
                spec.resources(),
                spec.variants(),
                spec.work(),
                data,
                checkpoint,
                spec.placement(),
                spec.objective(),
                spec.billing(),
                spec.retry(),
                spec.disconnect(),
                spec.timeLimit());
    }

    private static WorkloadSpec spec(int replicas, Resources resources, SoftwareStack stack, @Nullable Work work) {
        return new WorkloadSpec(
                "sample",
                WorkloadSpec.DEFAULT_TENANT,
                Map.of(),
                resources.accelerators().isEmpty() ? ComputeClass.GENERAL : ComputeClass.INTELLIGENT,
                replicas,
                new GangRule(replicas, null, false),
                resources,
                List.of(new Variant(stack, null, List.of("run"), Map.of(), List.of(), null, null)),
                work,
                List.of(),
                null,
                PlacementRules.NONE,
                Objective.CHEAPEST,
                Billing.ON_DEMAND,
                RetryRule.USUAL,
                DisconnectPolicy.STOP_AND_REPLACE,
                null);
    }
}
