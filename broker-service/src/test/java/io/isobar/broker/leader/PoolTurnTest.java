package io.isobar.broker.leader;

import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.a100s;
import static io.isobar.broker.samples.Pools.histogram;
import static io.isobar.broker.samples.Pools.nodes;
import static io.isobar.broker.samples.Pools.region;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolReport;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.learning.PoolTally;
import io.isobar.broker.learning.Review;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Report;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.placement.BillLine;
import io.isobar.broker.placement.Candidate;
import io.isobar.broker.placement.PlacementEngine;
import io.isobar.broker.placement.PlacementService;
import io.isobar.broker.placement.Policy;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.RetryRule;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the leader learns of pools from how attempts start and end there. */
class PoolTurnTest {
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final RegionName EAST = new RegionName("east");
    private static final Duration HOUR = Duration.ofHours(1);

    private final Random random = new Random(3);
    private Instant now = NOW;

    /** A leader with a region of free A100s, and what it made durable. */
    private final class Led {
        private final Coordinator coordinator = new Coordinator(new PlacementService(
                new PlacementEngine(new Policy(Pools.CATALOG, ExchangeRates.none(CNY), CNY, "test"))));
        private final RecordedLink east = new RecordedLink("east");
        private final Map<PoolKey, PoolTally> durable = new LinkedHashMap<>();
        private final PoolKey pool = pool().key();
        private long sequence;

        private PoolReport pool() {
            return a100s("east", ++sequence, histogram(nodes(64, 8, 8)), "7.8 CNY");
        }

        Led connect() {
            turn(
                    new Event.Connected(region("east"), east),
                    new Event.PoolReported(east, pool(), now),
                    new Event.Synchronised(EAST, east, Set.of(pool.pool()), Set.of()));
            return this;
        }

        Outcome turn(Event... events) {
            var outcome = coordinator.turn(List.of(events), now);
            outcome.changes().pools().forEach((key, tally) -> durable.put(key, tally.orElseThrow()));
            return outcome;
        }

        Outcome submit(WorkloadSpec spec) {
            return turn(
                    new Event.PoolReported(east, pool(), now),
                    new Event.Accepted(Workload.accepted(WorkloadId.random(random), spec, now)));
        }

        AttemptId running(WorkloadSpec spec, Duration startTakes) {
            var attempt = attemptOf(submit(spec));
            turn(new Event.Admitted(EAST, east, attempt, sequence + 1));
            now = now.plus(startTakes);
            turn(reported(attempt, Report.Phase.RUNNING, 1, now, null));
            return attempt;
        }

        Outcome ends(AttemptId attempt, Instant began, Reason why, @Nullable Integer code) {
            var end = new Report.RegionEnd(why, code, "", now);
            return turn(reported(attempt, Report.Phase.ENDED, 2, began, end));
        }

        /** It runs for an hour and ends. */
        Outcome runs(WorkloadSpec spec, Reason why, int code) {
            var attempt = running(spec, Duration.ZERO);
            var began = now;
            now = now.plus(HOUR);
            return ends(attempt, began, why, code);
        }

        private Event reported(
                AttemptId attempt, Report.Phase phase, long number, Instant began, Report.@Nullable RegionEnd end) {
            return new Event.Reported(east, new Report(EAST, attempt, phase, number, began, end, sequence + 1));
        }

        /** When what is there is expected to end. */
        List<Instant> ends() {
            return coordinator.occupants(pool).stream()
                    .map(occupant -> requireNonNull(occupant.endsAt()))
                    .toList();
        }

        Review review() {
            return requireNonNull(coordinator.reviews(List.of(pool)).get(pool));
        }

        double failures() {
            return review().seen().failures().events();
        }
    }

    @Test
    void nodesThatFailMakeTheFailureLineGrowAndTheBillSaysWhy() {
        var led = new Led().connect();
        var before = failure(chosen(led.submit(once())));
        assertThat(before.basis()).isEqualTo(BillLine.Basis.ESTIMATED);
        assertThat(before.detail()).doesNotContain("card-hours");

        for (int i = 0; i < 40; i++) {
            var outcome = led.runs(once(), Reason.NODE_FAILED, 137);
            assertThat(outcome.changes().pools()).as("in the turn that saw it").containsOnlyKeys(led.pool);
        }

        assertThat(led.failures()).isCloseTo(40, within(1.5));
        var after = failure(chosen(led.submit(once())));
        // 40 failures in 320 hours of eight cards each, against two in 100,000.
        assertThat(after.amount().micros()).isGreaterThan(15 * before.amount().micros());
        assertThat(after.detail()).containsPattern("a failure in .* card-hours");
    }

    @Test
    void aUsersOwnFailuresAndCancelsAreNoneOfTheHardware() {
        var led = new Led().connect();
        led.runs(once(), Reason.EXIT_NON_ZERO, 1);
        led.runs(once(), Reason.OUT_OF_MEMORY, 137);
        led.runs(once(), Reason.TIME_LIMIT, 137);
        led.runs(once(), Reason.EXIT_ZERO, 0);
        var attempt = led.running(once(), Duration.ZERO);
        led.turn(new Event.Cancel(attempt.workload()));
        // Told to stop, it is lost: that says nothing of where it ran.
        led.ends(attempt, now, Reason.VANISHED, null);

        assertThat(led.failures()).isZero();
        assertThat(led.review().seen().failures().exposure()).isCloseTo(32, within(0.5));
    }

    @Test
    void whatStillRunsCountsToo() {
        var led = new Led().connect();
        led.running(once(), Duration.ZERO);
        now = now.plus(Duration.ofHours(10));
        led.turn();

        assertThat(led.review().seen().failures().exposure()).isCloseTo(80, within(1.0));
    }

    /** Else whoever waits for its room is told a time that comes before it. */
    @Test
    void whatHasNotStartedIsExpectedToEndLaterByWhatStartsThereTake() {
        var led = new Led().connect();
        var runTime = Duration.ofHours(1);
        led.submit(once());
        var placed = now;
        assertThat(led.ends()).as("nothing is known of starts").containsExactly(placed.plus(runTime));

        var learned = new Led().connect();
        for (int start = 0; start < 5; start++) {
            var attempt = learned.running(once(), Duration.ofMinutes(6));
            learned.ends(attempt, now, Reason.EXIT_ZERO, 0);
        }
        learned.submit(once());
        assertThat(learned.ends())
                .singleElement()
                .satisfies(end -> assertThat(Duration.between(now.plus(runTime), end))
                        .isBetween(Duration.ofMinutes(4), Duration.ofMinutes(9)));

        var other = new Led().connect();
        other.running(once(), Duration.ofMinutes(6));
        assertThat(other.ends()).as("what runs ends by when it began").containsExactly(now.plus(runTime));
    }

    @Test
    void startsTakeAsLongAsTheyDidAndDeadlinesKnow() {
        var led = new Led().connect();
        for (int i = 0; i < 6; i++) {
            var attempt = led.running(once(), Duration.ofMinutes(5));
            led.ends(attempt, now, Reason.EXIT_ZERO, 0);
        }

        var chosen = chosen(led.submit(once()));
        assertThat(chosen.delay()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(7));
        assertThat(chosen.notes()).anyMatch(note -> note.matches("starts there take .*, nine of ten .* at most .*"));

        var tight = Specs.but(
                once(),
                draft -> draft.objective =
                        new Objective(draft.objective.minimise(), null, now.plus(Duration.ofMinutes(65))));
        var refused =
                led.submit(tight).changes().workloads().values().iterator().next();
        assertThat(refused.state().why().message()).contains("until it starts");
    }

    @Test
    void refusalsAreCountedAgainstAnswers() {
        var led = new Led().connect();
        var attempt = attemptOf(led.submit(once()));
        var refusal = led.turn(new Event.Refused(EAST, led.east, attempt, Reason.INSUFFICIENT_CAPACITY, "no room"));
        assertThat(refusal.changes().pools()).containsOnlyKeys(led.pool);
        led.runs(once(), Reason.EXIT_ZERO, 0);

        assertThat(led.review().seen().refusals().events()).isCloseTo(1, within(0.01));
        assertThat(led.review().seen().refusals().exposure()).isGreaterThanOrEqualTo(1.99);
    }

    @Test
    void aSuccessorThatRecallsItSaysTheSame() {
        var led = new Led().connect();
        for (int i = 0; i < 40; i++) {
            led.runs(once(), Reason.NODE_FAILED, 137);
        }
        now = now.plusSeconds(120);
        led.turn();
        var said = failure(chosen(led.submit(once())));

        var successor = new Led();
        successor.coordinator.recallPools(led.durable);
        successor.coordinator.recover(List.of(), List.of(), List.of(), Map.of());
        successor.connect();

        assertThat(successor.failures()).isCloseTo(led.failures(), within(1e-9));
        double ratio =
                (double) failure(chosen(successor.submit(once()))).amount().micros()
                        / said.amount().micros();
        assertThat(ratio).as("to within a step").isCloseTo(1, within(0.15));
    }

    /** Without a second try, which would run beside the next one. */
    private static WorkloadSpec once() {
        return Specs.but(Specs.gang(1, 8, 1.0), draft -> draft.retry = new RetryRule(0, Set.of(), false));
    }

    private static AttemptId attemptOf(Outcome outcome) {
        return outcome.changes().attempts().keySet().iterator().next();
    }

    private static Candidate chosen(Outcome outcome) {
        return requireNonNull(
                outcome.changes().decisions().values().iterator().next().chosen());
    }

    private static BillLine failure(Candidate candidate) {
        return candidate.bill().stream()
                .filter(line -> line.term() == BillLine.Term.FAILURE)
                .findFirst()
                .orElseThrow();
    }
}
