package io.isobar.integration.simulation;

import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.CpuRange;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.Billing;
import io.isobar.broker.workload.Checkpoint;
import io.isobar.broker.workload.ComputeClass;
import io.isobar.broker.workload.DisconnectPolicy;
import io.isobar.broker.workload.GangRule;
import io.isobar.broker.workload.GangRule.Across;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.PlacementRules;
import io.isobar.broker.workload.Resources;
import io.isobar.broker.workload.RetryRule;
import io.isobar.broker.workload.TaskArray;
import io.isobar.broker.workload.Variant;
import io.isobar.broker.workload.Work;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Workloads of all kinds, drawn. */
final class Mix {
    private static final AcceleratorChoice CARD =
            new AcceleratorChoice.Named("A100-80GB", "nvidia-a100-sxm4-80gb", 1, null);

    /** Of so many, one is a task of its tenant's array. */
    private static final int EVERY_TASK = 4;

    private final Random dice;
    private int made;

    Mix(Random dice) {
        this.dice = dice;
    }

    private boolean chance(double share) {
        return dice.nextDouble() < share;
    }

    WorkloadSpec next() {
        boolean cards = chance(0.3);
        int replicas = chance(0.7) ? 1 : 2 + dice.nextInt(3);
        var across = replicas == 1 || chance(0.5) ? Across.NOTHING : chance(0.5) ? Across.POOLS : Across.REGIONS;
        // What is over in seconds is forgotten while what was said of it may still be said again.
        var minutes = chance(0.4) ? 0.02 + 0.1 * dice.nextDouble() : 0.2 + 3 * dice.nextDouble();
        return new WorkloadSpec(
                "job-" + ++made,
                Federation.TENANTS.get(dice.nextInt(Federation.TENANTS.size())),
                Map.of(),
                cards ? ComputeClass.INTELLIGENT : ComputeClass.GENERAL,
                chance(0.2) ? dice.nextInt(10) : 0,
                replicas,
                new GangRule(replicas, chance(0.1) ? Duration.ofMinutes(2) : null, false, across),
                new Resources(
                        cards ? List.of(CARD) : List.of(),
                        false,
                        CpuRange.atLeast(Cpu.ofCores(1 + dice.nextInt(4))),
                        null),
                List.of(new Variant(
                        cards ? SoftwareStack.CUDA : SoftwareStack.CPU,
                        null,
                        List.of("work"),
                        Map.of(),
                        List.of(),
                        null,
                        null)),
                List.of(),
                chance(0.8) ? new Work(minutes / 60, null, null, chance(0.5) ? "family" : null) : null,
                List.of(),
                chance(0.3) ? new Checkpoint("s3://states/x", Duration.ofSeconds(20), null, null) : null,
                PlacementRules.NONE,
                Objective.CHEAPEST,
                chance(0.2)
                        ? new Billing(EnumSet.of(BillingMode.SPOT, BillingMode.ON_DEMAND), null)
                        : Billing.ON_DEMAND,
                retry(),
                disconnect(),
                chance(0.1) ? Duration.ofSeconds(30 + dice.nextInt(120)) : null,
                made % EVERY_TASK == 0 ? new TaskArray("sweep", 2) : null);
    }

    private RetryRule retry() {
        return chance(0.7)
                ? RetryRule.USUAL
                : new RetryRule(dice.nextInt(4), EnumSet.allOf(RetryRule.Cause.class), chance(0.5));
    }

    private DisconnectPolicy disconnect() {
        var all = List.copyOf(EnumSet.allOf(DisconnectPolicy.class));
        return chance(0.6) ? DisconnectPolicy.STOP_AND_REPLACE : all.get(dice.nextInt(all.size()));
    }
}
