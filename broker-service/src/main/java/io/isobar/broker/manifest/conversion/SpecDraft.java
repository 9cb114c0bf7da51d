package io.isobar.broker.manifest.conversion;

import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.CpuRange;
import io.isobar.broker.resource.MemoryRange;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.Billing;
import io.isobar.broker.workload.ComputeClass;
import io.isobar.broker.workload.DataSet;
import io.isobar.broker.workload.DisconnectPolicy;
import io.isobar.broker.workload.GangRule;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.PlacementRules;
import io.isobar.broker.workload.Resources;
import io.isobar.broker.workload.RetryRule;
import io.isobar.broker.workload.Variant;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A workload in the making, with what a workload file has where it says nothing. Not for several threads. */
public final class SpecDraft {
    public String name;
    public final Map<String, String> labels = new LinkedHashMap<>();
    public int replicas = 1;
    /** Null: all of them. */
    public @Nullable Integer gangMinimum;

    public @Nullable Duration startWithin;
    public boolean domainRequired;
    public final List<AcceleratorChoice> accelerators = new ArrayList<>();
    public boolean ordered;
    public CpuRange cpus = CpuRange.atLeast(Cpu.ofCores(1));
    public @Nullable MemoryRange memory;
    public final List<Variant> variants = new ArrayList<>();
    public final List<DataSet> data = new ArrayList<>();
    public PlacementRules placement = PlacementRules.NONE;
    public Billing billing = Billing.ON_DEMAND;
    public RetryRule retry = RetryRule.USUAL;
    public @Nullable Duration timeLimit;

    public SpecDraft(String name) {
        this.name = name;
    }

    public WorkloadSpec build() {
        return new WorkloadSpec(
                name,
                WorkloadSpec.DEFAULT_TENANT,
                labels,
                computeClass(),
                replicas,
                new GangRule(gangMinimum == null ? replicas : gangMinimum, startWithin, domainRequired),
                new Resources(accelerators, ordered, cpus, memory),
                variants,
                null,
                data,
                null,
                placement,
                Objective.CHEAPEST,
                billing,
                retry,
                DisconnectPolicy.STOP_AND_REPLACE,
                timeLimit);
    }

    private ComputeClass computeClass() {
        return accelerators.isEmpty() ? ComputeClass.GENERAL : ComputeClass.INTELLIGENT;
    }
}
