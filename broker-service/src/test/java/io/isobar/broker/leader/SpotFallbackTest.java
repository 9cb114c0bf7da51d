package io.isobar.broker.leader;

import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.histogram;
import static io.isobar.broker.samples.Pools.nodes;
import static io.isobar.broker.samples.Pools.region;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isobar.broker.capacity.PoolReport;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.Assignment;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.Command;
import io.isobar.broker.lifecycle.Report;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.market.Offer;
import io.isobar.broker.placement.Decision;
import io.isobar.broker.placement.PlacementEngine;
import io.isobar.broker.placement.PlacementService;
import io.isobar.broker.placement.Policy;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.resource.Money;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.Billing;
import io.isobar.broker.workload.Checkpoint;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Ten hours of work that saves every half hour and takes six minutes to start again; spot capacity at a third of the price. */
class SpotFallbackTest {
    private static final Currency CNY = Currency.getInstance("CNY");

    private final Coordinator coordinator = new Coordinator(
            new PlacementService(new PlacementEngine(new Policy(Pools.CATALOG, ExchangeRates.none(CNY), CNY, "test"))));
    private final RecordedLink east = new RecordedLink("east");

    @Test
    void takesSpotCapacityWhileSlackSufficesToFallBack() {
        var attempt = start(NOW.plus(Duration.ofHours(14)));

        assertThat(attempt.assignment().offer().mode()).isEqualTo(BillingMode.SPOT);
    }

    @Test
    void takesCapacityThatStaysWhereTheSlackWouldNotSuffice() {
        // Work, half an hour that a reclaim loses, and two starts make 10.7 hours.
        assertThat(start(NOW.plus(Duration.ofMinutes(10 * 60 + 40)))
                        .assignment()
                        .offer()
                        .mode())
                .isEqualTo(BillingMode.ON_DEMAND);
    }

    @Test
    void goesOnFromItsLastCheckpointOnCapacityThatStaysOnceTheSlackIsGone() {
        var first = start(NOW.plus(Duration.ofHours(11)));
        assertThat(first.assignment().offer().mode()).isEqualTo(BillingMode.SPOT);

        var second = reclaim(first, Duration.ofMinutes(170));

        assertThat(second.assignment().offer().mode()).isEqualTo(BillingMode.ON_DEMAND);
        assertThat(hours(second.assignment())).isCloseTo(7.5, within(1e-6));
    }

    @Test
    void takesSpotCapacityAgainWhileThereIsSlackLeft() {
        var second = reclaim(start(NOW.plus(Duration.ofHours(20))), Duration.ofMinutes(170));

        assertThat(second.assignment().offer().mode()).isEqualTo(BillingMode.SPOT);
        assertThat(hours(second.assignment())).isCloseTo(7.5, within(1e-6));
    }

    @Test
    void saysHowMuchSlackThereIs() {
        var decision = decide(NOW.plus(Duration.ofHours(14)));

        assertThat(decision.chosen().notes()).anyMatch(note -> note.startsWith("spot: 3.3 h of slack; "));
    }

    private static double hours(Assignment assignment) {
        return Objects.requireNonNull(assignment.expectedRunTime()).toMillis() / 3_600_000.0;
    }

    private static WorkloadSpec spec(Instant deadline) {
        return Specs.but(Specs.gang(1, 8, 10.0), draft -> {
            draft.checkpoint = new Checkpoint("s3://state", Duration.ofMinutes(30), null, Duration.ofMinutes(6));
            draft.objective = new Objective(Objective.Kind.COST, null, deadline);
            draft.billing = new Billing(Set.of(BillingMode.SPOT, BillingMode.ON_DEMAND), null);
        });
    }

    private static PoolReport pool(String region, long sequence) {
        var spot = new Offer(BillingMode.SPOT, Offer.Unit.CARD_HOUR, Money.parse("3 CNY"), null);
        return Pools.report(
                Pools.key(region, "a100"),
                sequence,
                Pools.accelerated(Pools.A100_80),
                histogram(nodes(1, 8, 8)),
                spot,
                Pools.perCard("9 CNY"));
    }

    private void connect(RecordedLink link) {
        coordinator.turn(
                List.of(
                        new Event.Connected(region(link.id()), link),
                        new Event.PoolReported(link, pool(link.id(), 1), NOW),
                        new Event.Synchronised(region(link.id()).name(), link, Set.of("a100"), Set.of())),
                NOW);
    }

    private Attempt start(Instant deadline) {
        connect(east);
        var workload = Workload.accepted(new WorkloadId("w-0123456789"), spec(deadline), NOW);
        return reserved(coordinator.turn(List.of(new Event.Accepted(workload)), NOW));
    }

    private Decision decide(Instant deadline) {
        connect(east);
        var workload = Workload.accepted(new WorkloadId("w-0123456789"), spec(deadline), NOW);
        var outcome = coordinator.turn(List.of(new Event.Accepted(workload)), NOW);
        return outcome.changes().decisions().values().iterator().next();
    }

    /** Its provider wants the spot capacity back. */
    private Attempt reclaim(Attempt attempt, Duration after) {
        var at = NOW.plus(after);
        var running = report(attempt, Report.Phase.RUNNING, 1, null);
        coordinator.turn(List.of(new Event.Reported(east, running)), NOW);
        var end = new Report.RegionEnd(Reason.PREEMPTED, null, "reclaimed", at);
        return reserved(coordinator.turn(
                List.of(
                        new Event.PoolReported(east, pool("east", 2), at),
                        new Event.Reported(east, report(attempt, Report.Phase.ENDED, 2, end))),
                at));
    }

    private static Report report(Attempt attempt, Report.Phase phase, long sequence, Report.@Nullable RegionEnd end) {
        return new Report(attempt.assignment().pool().region(), attempt.id(), phase, sequence, NOW, end, 1);
    }

    private static Attempt reserved(Outcome outcome) {
        return outcome.messages().stream()
                .filter(Outcome.Message.Send.class::isInstance)
                .map(message -> ((Outcome.Message.Send) message).command())
                .filter(Command.Reserve.class::isInstance)
                .map(Command.Reserve.class::cast)
                .map(Command.Reserve::attempt)
                .findFirst()
                .orElseThrow();
    }
}
