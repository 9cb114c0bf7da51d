package io.isobar.broker.workload;

import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.CpuRange;
import io.isobar.broker.resource.MemoryRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A workload in the making, with what a workload file has where it says nothing. Not for several threads. */
public final class SpecDraft {
    public String name;
    public String tenant = WorkloadSpec.DEFAULT_TENANT;
    public final Map<String, String> labels = new LinkedHashMap<>();
    /** Null: as its resources say. */
    public @Nullable ComputeClass computeClass;

    public int priority;
    public int replicas = 1;
    /** Null: all of them. */
    public @Nullable Integer gangMinimum;

    public @Nullable Duration startWithin;
    public boolean domainRequired;
    public GangRule.Across across = GangRule.Across.NOTHING;
    public final List<AcceleratorChoice> accelerators = new ArrayList<>();
    public boolean ordered;
    public CpuRange cpus = CpuRange.atLeast(Cpu.ofCores(1));
    public @Nullable MemoryRange memory;
    public final List<Variant> variants = new ArrayList<>();
    /** Groups beside the main one. */
    public final List<Group> others = new ArrayList<>();

    public @Nullable Work work;
    public final List<DataSet> data = new ArrayList<>();
    public @Nullable Checkpoint checkpoint;
    public PlacementRules placement = PlacementRules.NONE;
    public Objective objective = Objective.CHEAPEST;
    public Billing billing = Billing.ON_DEMAND;
    public RetryRule retry = RetryRule.USUAL;
    public DisconnectPolicy disconnect = DisconnectPolicy.STOP_AND_REPLACE;
    public @Nullable Duration timeLimit;
    public @Nullable TaskArray array;

    public SpecDraft(String name) {
        this.name = name;
    }

    /** What makes a workload like this one. */
    public static SpecDraft of(WorkloadSpec spec) {
        var draft = new SpecDraft(spec.name());
        draft.tenant = spec.tenant();
        draft.labels.putAll(spec.labels());
        draft.computeClass = spec.computeClass();
        draft.priority = spec.priority();
        draft.replicas = spec.replicas();
        draft.gangMinimum = spec.gang().minimum();
        draft.startWithin = spec.gang().startWithin();
        draft.domainRequired = spec.gang().domainRequired();
        draft.across = spec.gang().across();
        draft.accelerators.addAll(spec.resources().accelerators());
        draft.ordered = spec.resources().ordered();
        draft.cpus = spec.resources().cpus();
        draft.memory = spec.resources().memory();
        draft.variants.addAll(spec.variants());
        draft.others.addAll(spec.others());
        draft.work = spec.work();
        draft.data.addAll(spec.data());
        draft.checkpoint = spec.checkpoint();
        draft.placement = spec.placement();
        draft.objective = spec.objective();
        draft.billing = spec.billing();
        draft.retry = spec.retry();
        draft.disconnect = spec.disconnect();
        draft.timeLimit = spec.timeLimit();
        draft.array = spec.array();
        return draft;
    }

    public WorkloadSpec build() {
        var inferred = accelerators.isEmpty() ? ComputeClass.GENERAL : ComputeClass.INTELLIGENT;
        return new WorkloadSpec(
                name,
                tenant,
                labels,
                computeClass == null ? inferred : computeClass,
                priority,
                replicas,
                new GangRule(gangMinimum == null ? replicas : gangMinimum, startWithin, domainRequired, across),
                new Resources(accelerators, ordered, cpus, memory),
                variants,
                others,
                work,
                data,
                checkpoint,
                placement,
                objective,
                billing,
                retry,
                disconnect,
                timeLimit,
                array);
    }
}
