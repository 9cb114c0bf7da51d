package io.isobar.broker.lifecycle;

import static io.isobar.broker.samples.Pools.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.Report.Phase;
import io.isobar.broker.lifecycle.Report.RegionEnd;
import io.isobar.broker.resource.Money;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.Group;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Workers in the east, and a server in the west that only serves them. */
class GangLifecycleTest {
    private static final WorkloadId ID = new WorkloadId("w-0123456789");
    private static final AttemptId WORKERS = new AttemptId(ID, 1, 1);
    private static final AttemptId SERVER = new AttemptId(ID, 1, 2);

    @Test
    void launchesNothingBeforeEveryPartIsHeld() {
        var placed = Lifecycle.place(queued(), List.of(in("east", 0), in("west", 1)), NOW);
        assertThat(placed.commands()).hasSize(2).allMatch(Command.Reserve.class::isInstance);

        var one = Lifecycle.admitted(placed.workload(), SERVER, NOW);
        assertThat(one.commands()).isEmpty();
        assertThat(one.workload().state()).isInstanceOf(WorkloadState.Placing.class);

        var both = Lifecycle.admitted(one.workload(), WORKERS, NOW);
        assertThat(both.commands())
                .extracting(command -> ((Command.Launch) command).attempt().id())
                .containsExactly(WORKERS, SERVER);
        assertThat(both.workload().state()).isInstanceOf(WorkloadState.Starting.class);
    }

    @Test
    void runsWhenItsLastPartRuns() {
        var one = reported(starting(), WORKERS, Phase.RUNNING).workload();
        assertThat(one.state()).isInstanceOf(WorkloadState.Starting.class);

        assertThat(reported(one, SERVER, Phase.RUNNING).workload().state()).isInstanceOf(WorkloadState.Running.class);
    }

    @Test
    void aRefusedPartReleasesTheOthersAndSpendsNoRetry() {
        var held = Lifecycle.admitted(placing(), WORKERS, NOW).workload();

        var refused = Lifecycle.refused(held, SERVER, Reason.FRAGMENTED, "no node is free", NOW);

        assertThat(refused.commands()).singleElement().isEqualTo(stop("east", WORKERS, Reason.GANG_BROKEN));
        assertThat(refused.workload().state()).isInstanceOf(WorkloadState.Placing.class);
        var released = ended(refused.workload(), WORKERS, Reason.GANG_BROKEN).workload();
        assertThat(released.state()).isInstanceOf(WorkloadState.Queued.class);
        assertThat(released.state().why().reason()).isEqualTo(Reason.REFUSED_BY_REGION);
        assertThat(released.state().why().message()).contains("west/pool").contains("no node is free");
        assertThat(released.retries()).isZero();
        assertThat(released.refusals()).isEqualTo(1);
    }

    @Test
    void aHoldThatRunsOutIsNoFailure() {
        var held = Lifecycle.admitted(placing(), WORKERS, NOW).workload();

        var expired = ended(held, WORKERS, Reason.START_DEADLINE);
        var after = ended(expired.workload(), SERVER, Reason.GANG_BROKEN).workload();

        assertThat(after.state()).isInstanceOf(WorkloadState.Queued.class);
        assertThat(after.retries()).isZero();
        assertThat(after.avoided()).isEmpty();
    }

    @Test
    void aPartThatFailsStopsTheOthersAndDecides() {
        var failed = ended(running(), SERVER, Reason.EXIT_NON_ZERO);
        assertThat(failed.commands()).contains(stop("east", WORKERS, Reason.GANG_BROKEN));

        var over = ended(failed.workload(), WORKERS, Reason.GANG_BROKEN).workload();

        assertThat(over.state()).isInstanceOf(WorkloadState.Failed.class);
        assertThat(over.state().why().reason()).isEqualTo(Reason.EXIT_NON_ZERO);
        assertThat(over.state().why().actor()).contains("west");
        assertThat(over.parts().getFirst().state()).isInstanceOfSatisfying(AttemptState.Ended.class, end -> {
            assertThat(end.end().outcome()).isEqualTo(End.Outcome.RELEASED);
            assertThat(end.end().message()).contains("part 2");
        });
    }

    @Test
    void aPartThatIsLostIsTriedAgainWithTheWholeGang() {
        var lost = ended(running(), WORKERS, Reason.NODE_FAILED).workload();

        var again = ended(lost, SERVER, Reason.GANG_BROKEN).workload();

        assertThat(again.state()).isInstanceOf(WorkloadState.Queued.class);
        assertThat(again.retries()).isEqualTo(1);
        assertThat(again.avoided()).containsExactly("east");
        var next = Lifecycle.place(again, List.of(in("east", 0), in("west", 1)), NOW)
                .workload();
        assertThat(next.parts()).extracting(part -> part.id().epoch()).containsExactly(2L, 2L);
    }

    @Test
    void whatOnlyServesIsStoppedWhenTheOthersAreDone() {
        var done = ended(running(), WORKERS, Reason.EXIT_ZERO);
        assertThat(done.commands()).contains(stop("west", SERVER, Reason.GANG_DONE));
        assertThat(done.workload().state()).isInstanceOf(WorkloadState.Running.class);

        var over = ended(done.workload(), SERVER, Reason.GANG_DONE).workload();

        assertThat(over.state()).isInstanceOf(WorkloadState.Succeeded.class);
    }

    @Test
    void theOthersGoOnWhenWhatServesHasDoneItsWork() {
        var done = ended(running(), SERVER, Reason.EXIT_ZERO);

        assertThat(done.commands()).singleElement().isInstanceOf(Command.Forget.class);
        assertThat(ended(done.workload(), WORKERS, Reason.EXIT_ZERO).workload().state())
                .isInstanceOf(WorkloadState.Succeeded.class);
    }

    @Test
    void makesRoomWholeAndWaitsAgain() {
        var told = Lifecycle.preempt(running(), SERVER, Reason.PREEMPTED, "made room for w-9999999999");
        assertThat(told.commands())
                .containsExactly(stop("east", WORKERS, Reason.PREEMPTED), stop("west", SERVER, Reason.PREEMPTED));

        var one = ended(told.workload(), WORKERS, Reason.PREEMPTED).workload();
        assertThat(one.state()).isInstanceOf(WorkloadState.Running.class);
        var after = ended(one, SERVER, Reason.PREEMPTED).workload();

        assertThat(after.state()).isInstanceOf(WorkloadState.Queued.class);
        assertThat(after.retries()).isZero();
        assertThat(after.state().why().message()).contains("made room for w-9999999999");
    }

    @Test
    void isCancelledWhenItsLastPartHasEnded() {
        var told = Lifecycle.cancel(running(), NOW);
        assertThat(told.commands()).hasSize(2);

        var one = ended(told.workload(), WORKERS, Reason.CANCELLED_BY_USER).workload();
        assertThat(one.isOver()).isFalse();

        assertThat(ended(one, SERVER, Reason.CANCELLED_BY_USER).workload().state())
                .isInstanceOf(WorkloadState.Cancelled.class);
    }

    @Test
    void asksAgainForWhatARegionForgotBeforeTheLaunch() {
        var held = Lifecycle.admitted(placing(), WORKERS, NOW).workload();

        var forgotten = Lifecycle.unknownToRegion(held, WORKERS, NOW);

        assertThat(forgotten.commands()).singleElement().isInstanceOf(Command.Reserve.class);
        assertThat(Lifecycle.admitted(forgotten.workload(), SERVER, NOW).commands())
                .isEmpty();
    }

    @Test
    void onlyWhatRunsInASilentRegionIsUnconfirmed() {
        var silent = Lifecycle.silent(running(), new RegionName("west")).workload();

        assertThat(silent.parts()).extracting(Attempt::unconfirmed).containsExactly(false, true);
    }

    @Test
    void costsWhatItsPartsCostTogether() {
        assertThat(running().pricePerHour()).isEqualTo(Money.parse("0.2 CNY"));
    }

    private static Workload queued() {
        return Workload.accepted(ID, spec(), NOW);
    }

    private static WorkloadSpec spec() {
        var plain = Specs.command(1);
        return Specs.but(
                plain, draft -> draft.others.add(new Group("server", 1, plain.resources(), plain.variants(), true)));
    }

    private static Assignment in(String region, int group) {
        return new Assignment(
                Pools.key(region, "pool"),
                group,
                0,
                1,
                new ReplicaShape(0, 1000, 0),
                Pools.perCore("0.1 CNY"),
                Money.parse("0.1 CNY"),
                null);
    }

    private static Workload placing() {
        return Lifecycle.place(queued(), List.of(in("east", 0), in("west", 1)), NOW)
                .workload();
    }

    private static Workload starting() {
        return Stream.of(WORKERS, SERVER)
                .reduce(placing(), (w, id) -> Lifecycle.admitted(w, id, NOW).workload(), (one, other) -> other);
    }

    private static Workload running() {
        return Stream.of(WORKERS, SERVER)
                .reduce(starting(), (w, id) -> reported(w, id, Phase.RUNNING).workload(), (one, other) -> other);
    }

    private static Command stop(String region, AttemptId id, Reason reason) {
        return new Command.Stop(new RegionName(region), id, reason);
    }

    private static Step reported(Workload workload, AttemptId id, Phase phase) {
        return Lifecycle.reported(workload, new Report(regionOf(id), id, phase, 1, NOW, null, 1), NOW);
    }

    private static Step ended(Workload workload, AttemptId id, Reason reason) {
        var end = new RegionEnd(reason, null, "", NOW.plusSeconds(id.part()));
        return Lifecycle.reported(workload, new Report(regionOf(id), id, Phase.ENDED, 100, NOW, end, 1), NOW);
    }

    private static RegionName regionOf(AttemptId id) {
        return new RegionName(id.part() == 1 ? "east" : "west");
    }
}
