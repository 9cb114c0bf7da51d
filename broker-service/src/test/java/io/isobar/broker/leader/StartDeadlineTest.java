package io.isobar.broker.leader;

import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.machine;
import static io.isobar.broker.samples.Pools.region;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Command;
import io.isobar.broker.lifecycle.Report;
import io.isobar.broker.lifecycle.Report.Phase;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.broker.placement.PlacementEngine;
import io.isobar.broker.placement.PlacementService;
import io.isobar.broker.placement.Policy;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.WorkloadId;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StartDeadlineTest {
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final WorkloadId ID = WorkloadId.random(new Random(5));
    private static final AttemptId FIRST = new AttemptId(ID, 1);
    private static final Instant LATE = NOW.plus(Duration.ofHours(2));

    private final RecordedLink east = new RecordedLink("east");
    private final Coordinator coordinator = new Coordinator(
            new PlacementService(new PlacementEngine(new Policy(Pools.CATALOG, ExchangeRates.none(CNY), CNY, "test"))));

    private Outcome turn(Instant now, Event... events) {
        return coordinator.turn(List.of(events), now);
    }

    private void connect(int cores) {
        var name = new RegionName("east");
        turn(
                NOW,
                new Event.Connected(region("east"), east),
                new Event.PoolReported(east, machine("east", 1, cores, cores), NOW),
                new Event.Synchronised(name, east, Set.of("machine"), Set.of()));
    }

    private void accept() {
        var spec = Specs.within(Duration.ofHours(2), Specs.command(4));
        turn(NOW, new Event.Accepted(Workload.accepted(ID, spec, NOW)));
    }

    private Outcome report(Instant now, Phase phase, Report.@Nullable RegionEnd end, long sequence) {
        return turn(
                now,
                new Event.Reported(
                        east, new Report(new RegionName("east"), FIRST, phase, sequence, NOW, end, sequence)));
    }

    private static List<Command> commands(Outcome outcome) {
        return outcome.messages().stream()
                .filter(Outcome.Message.Send.class::isInstance)
                .map(message -> ((Outcome.Message.Send) message).command())
                .toList();
    }

    private static Workload changed(Outcome outcome) {
        return Objects.requireNonNull(outcome.changes().workloads().get(ID));
    }

    @Test
    void whatWaitsTooLongFailsAndSaysWhatItWaitedFor() {
        connect(1);
        accept();
        assertThat(turn(LATE.minusMillis(1)).changes().isEmpty()).isTrue();

        var over = changed(turn(LATE));

        assertThat(over.state()).isInstanceOf(WorkloadState.Failed.class);
        assertThat(over.state().why().reason()).isEqualTo(Reason.START_DEADLINE);
        assertThat(over.state().why().message()).contains("gang.startWithin").contains("NODE_TOO_SMALL");
        assertThat(coordinator.waiting()).isZero();
    }

    @Test
    void whatIsNotRunningInTimeIsStoppedThereAndThenFails() {
        connect(8);
        accept();
        turn(NOW, new Event.Admitted(new RegionName("east"), east, FIRST, 2));

        var stopping = turn(LATE);
        assertThat(commands(stopping))
                .singleElement()
                .isInstanceOfSatisfying(
                        Command.Stop.class, stop -> assertThat(stop.reason()).isEqualTo(Reason.START_DEADLINE));
        assertThat(changed(stopping).isOver()).isFalse();
        // It may take a while; once it has said that it stops, it is not told again.
        report(LATE.plusMillis(200), Phase.STOPPING, null, 2);
        assertThat(commands(turn(LATE.plusMillis(300)))).isEmpty();
        assertThat(commands(report(LATE.plusMillis(400), Phase.STOPPING, null, 2)))
                .isEmpty();

        var end = new Report.RegionEnd(Reason.START_DEADLINE, null, "stopped", LATE);
        var over = changed(report(LATE.plusSeconds(1), Phase.ENDED, end, 3));

        assertThat(over.state()).isInstanceOf(WorkloadState.Failed.class);
        assertThat(over.state().why().reason()).isEqualTo(Reason.START_DEADLINE);
    }

    @Test
    void whatRunsInTimeGoesOn() {
        connect(8);
        accept();
        report(NOW.plusSeconds(1), Phase.RUNNING, null, 1);

        var later = turn(LATE.plusSeconds(1));

        assertThat(later.changes().workloads()).isEmpty();
        assertThat(commands(later)).isEmpty();
    }

    @Test
    void whatRanAndIsTriedAgainIsUnderNoLimitAnyMore() {
        connect(8);
        accept();
        report(NOW.plusSeconds(1), Phase.RUNNING, null, 1);
        turn(NOW.plusSeconds(2), new Event.Cordon(new RegionName("east"), "full"));
        var end = new Report.RegionEnd(Reason.NODE_FAILED, null, "gone", NOW.plusSeconds(3));
        report(NOW.plusSeconds(3), Phase.ENDED, end, 2);

        turn(LATE.plusSeconds(1));

        assertThat(coordinator.workload(ID).orElseThrow().state()).isInstanceOf(WorkloadState.Queued.class);
    }

    @Test
    void aNewLeaderKeepsTheDeadline() {
        connect(1);
        var spec = Specs.within(Duration.ofHours(2), Specs.command(4));
        coordinator.recover(List.of(), List.of(), List.of(Workload.accepted(ID, spec, NOW)), Map.of());

        assertThat(changed(turn(LATE)).state()).isInstanceOf(WorkloadState.Failed.class);
    }
}
