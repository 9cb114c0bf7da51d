package io.isobar.integration.samples;

import io.isobar.broker.capacity.Place;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.RegionFacts;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.Assignment;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.AttemptState;
import io.isobar.broker.lifecycle.End;
import io.isobar.broker.lifecycle.Progress;
import io.isobar.broker.lifecycle.Waiting;
import io.isobar.broker.lifecycle.Why;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.market.Offer;
import io.isobar.broker.placement.Decision;
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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Workloads in each stage of their life. */
public final class Samples {
    /** With microseconds, which is what a database keeps. */
    public static final Instant NOON = Instant.parse("2026-11-25T12:00:00.123456Z");

    private Samples() {}

    public static WorkloadId id(int number) {
        return new WorkloadId(String.format(Locale.ROOT, "w-%010d", number));
    }

    public static WorkloadSpec spec(String name, String tenant) {
        return new WorkloadSpec(
                name,
                tenant,
                Map.of("team", "climate"),
                ComputeClass.GENERAL,
                0,
                1,
                new GangRule(1, null, false),
                new Resources(List.of(), false, CpuRange.atLeast(Cpu.ofCores(2)), null),
                List.of(new Variant(
                        SoftwareStack.CPU, null, List.of("echo", "\"hi\"\n你好"), Map.of(), List.of(), null, null)),
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

    public static Workload queued(int number) {
        return queued(number, "job-" + number, "met-lab");
    }

    public static Workload queued(int number, String name, String tenant) {
        return Workload.accepted(id(number), spec(name, tenant), NOON);
    }

    /** Reserved in a region, in the next epoch. */
    public static Workload placed(Workload workload, String region) {
        var attempt = new Attempt(
                new AttemptId(workload.id(), workload.tries() + 1L),
                assignment(region),
                new AttemptState.Reserved(),
                false,
                NOON.plusSeconds(1),
                null,
                null,
                -1);
        return next(workload, new WorkloadState.Placing(why(Reason.ACCEPTED)), attempt);
    }

    /** The same in two parts, the second of which is held in another region. */
    public static Workload inTwoParts(Workload workload, String region, String other) {
        var first = new AttemptId(workload.id(), workload.tries() + 1L, 1);
        var second = new AttemptId(workload.id(), workload.tries() + 1L, 2);
        var parts = List.of(
                new Attempt(first, assignment(region), new AttemptState.Reserved(), false, NOON, null, null, -1),
                new Attempt(second, assignment(other), new AttemptState.Held(), false, NOON, null, NOON, 2));
        return new Workload(
                workload.id(),
                workload.spec(),
                workload.submittedAt(),
                new WorkloadState.Placing(why(Reason.RESERVED)),
                parts,
                false,
                0,
                0,
                null,
                Set.of(),
                0.25,
                workload.version() + 1);
    }

    public static Workload running(Workload workload) {
        var since = NOON.plusSeconds(2);
        var attempt = in(workload, new AttemptState.Running(since), since, 3);
        return next(workload, new WorkloadState.Running(why(Reason.ACCEPTED)), attempt);
    }

    public static Workload ended(Workload workload, int exitCode) {
        var end = new End(
                exitCode == 0 ? End.Outcome.SUCCEEDED : End.Outcome.FAILED,
                exitCode == 0 ? Reason.EXIT_ZERO : Reason.EXIT_NON_ZERO,
                "exit code " + exitCode,
                exitCode,
                NOON.plusSeconds(9));
        var attempt = in(workload, new AttemptState.Ended(end), NOON.plusSeconds(2), 4);
        var because = why(end.reason());
        return next(
                workload,
                exitCode == 0 ? new WorkloadState.Succeeded(because) : new WorkloadState.Failed(because),
                attempt);
    }

    public static RegionFacts region(String name) {
        return new RegionFacts(
                new RegionName(name),
                "provider-of-" + name,
                Place.UNKNOWN,
                RegionFacts.Manager.SIMULATED,
                ComputeClass.INTELLIGENT,
                "test");
    }

    /** One that places nothing, which needs the least to be said. */
    public static Decision decision(String summary) {
        return new Decision(
                NOON,
                7,
                "policy-1",
                3,
                List.of(),
                List.of(),
                0,
                Map.of(Reason.FRAGMENTED, 3),
                List.of(),
                Reason.FRAGMENTED,
                summary,
                List.of("fewer cards per replica"),
                List.of("1 USD = 7.2 CNY"));
    }

    private static Attempt in(Workload workload, AttemptState state, Instant started, long sequence) {
        var attempt = workload.attempt();
        if (attempt == null) {
            throw new IllegalArgumentException("not placed yet: " + workload.id());
        }
        return new Attempt(
                attempt.id(),
                attempt.assignment(),
                state,
                false,
                attempt.reservedAt(),
                started,
                started,
                sequence,
                new Progress(70, sequence > 3 ? 100L : null, started.plusSeconds(60), 10, started.plusSeconds(5)),
                sequence > 3 ? null : new Waiting("job 7: Resources", started.plusSeconds(90)));
    }

    private static Workload next(Workload workload, WorkloadState state, @Nullable Attempt attempt) {
        return new Workload(
                workload.id(),
                workload.spec(),
                workload.submittedAt(),
                state,
                attempt == null ? List.of() : List.of(attempt),
                workload.cancelling(),
                workload.retries(),
                workload.refusals(),
                NOON.plusSeconds(30),
                Set.of("kunshan-dcu"),
                0.25,
                workload.version() + 1);
    }

    private static Assignment assignment(String region) {
        return new Assignment(
                new PoolKey(new RegionName(region), "machine"),
                0,
                0,
                1,
                new ReplicaShape(0, 2_000, 1L << 30),
                new Offer(BillingMode.ON_DEMAND, Offer.Unit.CORE_HOUR, Money.parse("0.125 CNY"), NOON.plusSeconds(60)),
                Money.parse("0.25 CNY"),
                Duration.ofMinutes(30));
    }

    private static Why why(Reason reason) {
        return new Why(reason, "because of a test", "broker", NOON.plusSeconds(3));
    }
}
