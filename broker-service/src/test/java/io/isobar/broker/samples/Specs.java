package io.isobar.broker.samples;

import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.CpuRange;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.Checkpoint;
import io.isobar.broker.workload.DataSet;
import io.isobar.broker.workload.LatencyRule;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.PlacementRules;
import io.isobar.broker.workload.Resources;
import io.isobar.broker.workload.RetryRule;
import io.isobar.broker.workload.SpecDraft;
import io.isobar.broker.workload.Variant;
import io.isobar.broker.workload.Work;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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

    /** On one core that is no further from a place than that. */
    public static WorkloadSpec near(String place, Duration most) {
        var rules = new PlacementRules(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of(),
                null,
                List.of(),
                List.of(),
                new LatencyRule(place, most),
                null);
        return but(command(1), draft -> draft.placement = rules);
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
        return but(spec, draft -> {
            draft.placement = rules;
            draft.objective = objective;
            draft.retry = retry;
        });
    }

    /** The same, to begin within so long. */
    public static WorkloadSpec within(Duration time, WorkloadSpec spec) {
        return but(spec, draft -> draft.startWithin = time);
    }

    /** The same for somebody else. */
    public static WorkloadSpec of(String tenant, WorkloadSpec spec) {
        return but(spec, draft -> draft.tenant = tenant);
    }

    /** The same with data to read and a state to save. */
    public static WorkloadSpec with(WorkloadSpec spec, List<DataSet> data, @Nullable Checkpoint checkpoint) {
        return but(spec, draft -> {
            draft.data.clear();
            draft.data.addAll(data);
            draft.checkpoint = checkpoint;
        });
    }

    /** The same but for some things. */
    public static WorkloadSpec but(WorkloadSpec spec, Consumer<SpecDraft> change) {
        var draft = SpecDraft.of(spec);
        change.accept(draft);
        return draft.build();
    }

    private static WorkloadSpec spec(int replicas, Resources resources, SoftwareStack stack, @Nullable Work work) {
        var draft = new SpecDraft("sample");
        draft.replicas = replicas;
        draft.accelerators.addAll(resources.accelerators());
        draft.cpus = resources.cpus();
        draft.memory = resources.memory();
        draft.variants.add(new Variant(stack, null, List.of("run"), Map.of(), List.of(), null, null));
        draft.work = work;
        return draft.build();
    }
}
