package io.isobar.broker.wire;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.Assignment;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.AttemptState;
import io.isobar.broker.lifecycle.Why;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.market.Offer;
import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.CpuRange;
import io.isobar.broker.resource.Money;
import io.isobar.broker.workload.Billing;
import io.isobar.broker.workload.ComputeClass;
import io.isobar.broker.workload.DisconnectPolicy;
import io.isobar.broker.workload.GangRule;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.PlacementRules;
import io.isobar.broker.workload.Resources;
import io.isobar.broker.workload.RetryRule;
import io.isobar.broker.workload.Variant;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A workload on its way. */
final class Samples {
    static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    static final WorkloadId ID = new WorkloadId("w-7k3f9q2m1x");
    static final AttemptId ATTEMPT = new AttemptId(ID, 2);
    static final PoolKey POOL = new PoolKey(new RegionName("local"), "cpu");
    static final Offer OFFER = new Offer(BillingMode.ON_DEMAND, Offer.Unit.CORE_HOUR, Money.parse("0.125 CNY"), null);

    private Samples() {}

    static WorkloadSpec spec() {
        return new WorkloadSpec(
                "hello",
                "met-lab",
                Map.of(),
                ComputeClass.GENERAL,
                0,
                3,
                new GangRule(3, null, false),
                new Resources(List.of(), false, CpuRange.atLeast(Cpu.ofCores(2)), null),
                List.of(
                        new Variant(SoftwareStack.CUDA, "image", List.of(), Map.of(), List.of(), null, null),
                        new Variant(
                                SoftwareStack.CPU,
                                null,
                                List.of("echo", "hi"),
                                Map.of("A", "1"),
                                List.of(),
                                null,
                                null)),
                List.of(),
                null,
                List.of(),
                null,
                PlacementRules.NONE,
                Objective.CHEAPEST,
                Billing.ON_DEMAND,
                RetryRule.USUAL,
                DisconnectPolicy.STOP_AND_REPLACE,
                Duration.ofHours(1),
                null);
    }

    static Attempt attempt(AttemptState state) {
        var given = new Assignment(
                POOL, 0, 1, 3, new ReplicaShape(0, 2_000, 0), OFFER, Money.parse("0.75 CNY"), Duration.ofMinutes(30));
        return new Attempt(ATTEMPT, given, state, false, NOON, null, null, -1);
    }

    static Workload workload(WorkloadState state, @Nullable Attempt attempt) {
        return new Workload(
                ID,
                spec(),
                NOON,
                state,
                attempt == null ? List.of() : List.of(attempt),
                false,
                0,
                0,
                null,
                Set.of(),
                0,
                5);
    }

    static Why why(Reason reason) {
        return new Why(reason, "because", "broker", NOON.plusSeconds(1));
    }
}
