package io.isobar.broker.leader;

import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.a100s;
import static io.isobar.broker.samples.Pools.histogram;
import static io.isobar.broker.samples.Pools.machine;
import static io.isobar.broker.samples.Pools.nodes;
import static io.isobar.broker.samples.Pools.region;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.PoolReport;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.leader.Outcome.Message;
import io.isobar.broker.ledger.KnownRegion;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.AttemptState;
import io.isobar.broker.lifecycle.Command;
import io.isobar.broker.lifecycle.Report;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.broker.placement.PlacementEngine;
import io.isobar.broker.placement.PlacementService;
import io.isobar.broker.placement.Policy;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.PlacementRules;
import io.isobar.broker.workload.RetryRule;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CoordinatorTest {
    private static final Currency CNY = Currency.getInstance("CNY");

    private final Random random = new Random(7);
    private final Coordinator coordinator = coordinator();
    private final RecordedLink east = new RecordedLink("east");

    @Test
    void placesExactlyAsManyAsThereIsRoomForBeforeAnyNewReport() {
        connect(east, machine("east", 1, 4, 4));

        var outcome = turn(accepted(20, Specs.command(1)));

        assertThat(sent(outcome, Command.Reserve.class)).hasSize(4);
        assertThat(coordinator.waiting()).isEqualTo(16);
        var waiting = outcome.changes().workloads().values().stream()
                .filter(workload -> workload.state() instanceof WorkloadState.Queued)
                .toList();
        assertThat(waiting)
                .hasSize(16)
                .allSatisfy(workload ->
                        assertThat(workload.state().why().reason()).isEqualTo(Reason.INSUFFICIENT_CAPACITY));
    }

    @Test
    void placesOnePlaceableWorkloadBehindTenThousandThatAreNot() {
        connect(east, machine("east", 1, 4, 4));
        turn(accepted(10_000, Specs.gang(1, 8, 1.0)));

        var outcome = turn(accepted(1, Specs.command(1)));

        assertThat(sent(outcome, Command.Reserve.class)).hasSize(1);
    }

    @Test
    void runsOneOfTwoGangsThatEachNeedEverything() {
        connect(east, a100s("east", 1, histogram(nodes(4, 8, 8)), "7.8 CNY"));

        var outcome = turn(accepted(2, Specs.gang(4, 8, 1.0)));

        assertThat(sent(outcome, Command.Reserve.class)).hasSize(1);
        assertThat(coordinator.waiting()).isEqualTo(1);
    }

    @Test
    void sendsWorkElsewhereAfterARefusal() {
        var west = new RecordedLink("west");
        connect(east, machine("east", 1, 4, 4));
        var placed = turn(accepted(1, Specs.command(1)));
        var attempt = attemptOf(placed);
        connect(west, machine("west", 1, 4, 4));

        var report = new Event.PoolReported(east, machine("east", 2, 4, 0), NOW);
        var refusal =
                new Event.Refused(new RegionName("east"), east, attempt, Reason.INSUFFICIENT_CAPACITY, "foreign load");
        var outcome = turn(List.of(report, refusal));

        assertThat(sent(outcome, Command.Reserve.class)).singleElement().satisfies(command -> {
            assertThat(command.region()).isEqualTo(new RegionName("west"));
            assertThat(((Command.Reserve) command).attempt().id().epoch()).isEqualTo(2);
        });
    }

    @Test
    void spreadsWorkOfOneNameOverRegions() {
        var west = new RecordedLink("west");
        connect(east, machine("east", 1, 64, 64));
        connect(west, machine("west", 1, 64, 64));
        var rules = new PlacementRules(
                List.of(), List.of(), new PlacementRules.Spread(PlacementRules.Spread.By.REGION, 1), List.of(), null);
        var spec = Specs.with(Specs.command(1), rules, Objective.CHEAPEST, RetryRule.USUAL);

        var outcome = turn(accepted(3, spec));

        assertThat(sent(outcome, Command.Reserve.class))
                .extracting(Command::region)
                .containsExactlyInAnyOrder(new RegionName("east"), new RegionName("west"));
        assertThat(outcome.changes().workloads().values())
                .filteredOn(workload -> workload.state() instanceof WorkloadState.Queued)
                .singleElement()
                .satisfies(
                        workload -> assertThat(workload.state().why().reason()).isEqualTo(Reason.SPREAD_LIMIT));
    }

    @Test
    void takesNothingFromASessionThatANewerOneReplaced() {
        connect(east, machine("east", 1, 4, 4));
        var newer = new RecordedLink("newer");
        var outcome = turn(List.of(new Event.Connected(region("east"), newer)));
        assertThat(outcome.messages())
                .anyMatch(message -> message instanceof Message.Close close
                        && close.link().equals(east)
                        && close.reason() == Reason.SESSION_SUPERSEDED);

        turn(List.of(new Event.Disconnected(new RegionName("east"), east)));
        assertThat(coordinator.link(new RegionName("east"))).contains(newer);
    }

    @Test
    void placesNothingOnARegionThatIsGone() {
        connect(east, machine("east", 1, 4, 4));
        turn(List.of(new Event.Disconnected(new RegionName("east"), east)));

        var outcome = turn(accepted(1, Specs.command(1)));

        assertThat(outcome.messages()).isEmpty();
        assertThat(outcome.changes().workloads().values())
                .singleElement()
                .satisfies(
                        workload -> assertThat(workload.state().why().reason()).isEqualTo(Reason.REGION_SUSPECT));
    }

    @Test
    void takesUpWhatWasDurableAndGivesNothingAwayTwice() {
        connect(east, machine("east", 1, 4, 4));
        var placed = turn(accepted(4, Specs.command(1)));
        var live = List.copyOf(placed.changes().workloads().values());

        var successor = coordinator();
        successor.recover(List.of(new KnownRegion(region("east"), null)), List.of(), live, Map.of());
        var link = new RecordedLink("again");
        var full = new ArrayList<>(connecting(link, machine("east", 1, 4, 4)));
        full.addAll(accepted(1, Specs.command(1)));
        var outcome = successor.turn(full, NOW);

        assertThat(sent(outcome, Command.Reserve.class))
                .as("the four are asked for again, the fifth waits")
                .hasSize(4);
        assertThat(successor.waiting()).isEqualTo(1);
    }

    @Test
    void tellsARegionToEndWhatNobodyKnows() {
        connect(east, machine("east", 1, 4, 4));
        var stranger = new AttemptId(WorkloadId.random(random), 3);

        var running = new Report(new RegionName("east"), stranger, Report.Phase.RUNNING, 1, NOW, null, 1);
        assertThat(sent(turn(List.of(new Event.Reported(east, running))), Command.Stop.class))
                .hasSize(1);

        var end = new Report.RegionEnd(Reason.EXIT_ZERO, 0, "", NOW);
        var ended = new Report(new RegionName("east"), stranger, Report.Phase.ENDED, 2, NOW, end, 1);
        assertThat(sent(turn(List.of(new Event.Reported(east, ended))), Command.Forget.class))
                .hasSize(1);
    }

    @Test
    void keepsWorkOutOfACordonedRegionAndLetsItInAfterwards() {
        connect(east, machine("east", 1, 4, 4));
        turn(List.of(new Event.Cordon(new RegionName("east"), "maintenance")));
        var refused = turn(accepted(1, Specs.command(1)));
        assertThat(sent(refused, Command.Reserve.class)).isEmpty();

        var outcome = turn(List.of(new Event.Cordon(new RegionName("east"), null)));

        assertThat(sent(outcome, Command.Reserve.class)).hasSize(1);
    }

    @Test
    void returnsToTheSameCapacityWhateverHappensToTheWork() {
        long seed = System.nanoTime();
        var chance = new Random(seed);
        connect(east, machine("east", 1, 64, 64));
        var running = new ArrayList<Workload>();
        long sequence = 1;
        for (int round = 0; round < 500; round++) {
            var outcome = turn(accepted(1 + chance.nextInt(3), Specs.command(1 + chance.nextInt(8))));
            outcome.changes().workloads().values().stream()
                    .filter(workload -> workload.state() instanceof WorkloadState.Placing)
                    .forEach(running::add);
            while (running.size() > chance.nextInt(12)) {
                var ended = running.remove(chance.nextInt(running.size()));
                var id = new AttemptId(ended.id(), ended.tries());
                var next = chance.nextBoolean()
                        ? new Event.Refused(new RegionName("east"), east, id, Reason.FRAGMENTED, "")
                        : new Event.Cancel(ended.id());
                turn(List.of(next));
                var end = new Report.RegionEnd(Reason.CANCELLED_BY_USER, null, "", NOW);
                turn(List.of(
                        new Event.Cancel(ended.id()),
                        new Event.Reported(
                                east,
                                new Report(new RegionName("east"), id, Report.Phase.ENDED, 9, NOW, end, sequence))));
            }
            var free = coordinator.view().pools().getFirst().free().buckets().stream()
                    .mapToLong(bucket ->
                            bucket.millicpus() == null ? -1 : bucket.millicpus().free())
                    .sum();
            assertThat(free).as("seed %d round %d", seed, round).isBetween(0L, 64_000L);
        }
    }

    @Test
    void whatCountsLessIsStoppedOnceAndItsRoomIsForNobodyElse() {
        connect(east, machine("east", 1, 4, 4));
        var low = attemptOf(turn(accepted(1, Specs.command(4))));
        var urgent = Specs.but(Specs.command(3), draft -> draft.priority = 5);

        var told = turn(accepted(1, urgent));
        assertThat(sent(told, Command.Stop.class)).singleElement().isInstanceOfSatisfying(Command.Stop.class, stop -> {
            assertThat(stop.attempt()).isEqualTo(low);
            assertThat(stop.reason()).isEqualTo(Reason.PREEMPTED);
        });
        var meanwhile = turn(accepted(3, Specs.command(2)));
        assertThat(meanwhile.messages()).isEmpty();

        var end = new Report.RegionEnd(Reason.PREEMPTED, 143, "", NOW);
        var report = new Report(new RegionName("east"), low, Report.Phase.ENDED, 9, NOW, end, 2);
        var outcome = turn(
                List.of(new Event.Reported(east, report), new Event.PoolReported(east, machine("east", 2, 4, 4), NOW)));

        assertThat(sent(outcome, Command.Reserve.class))
                .singleElement()
                .isInstanceOfSatisfying(
                        Command.Reserve.class,
                        reserve ->
                                assertThat(reserve.workload().spec().priority()).isEqualTo(5));
        assertThat(coordinator.workload(low.workload()).orElseThrow().state()).isInstanceOf(WorkloadState.Queued.class);
    }

    @Test
    void learnsFromWhatIsAskedForWhatIsUsual() {
        connect(east, a100s("east", 1, histogram(nodes(1, 8, 8)), "7.8 CNY"));
        assertThat(coordinator.view().pools().getFirst().usual().isUnknown()).isTrue();

        turn(accepted(20, Specs.gang(1, 4, 1.0)));

        assertThat(coordinator.view().pools().getFirst().usual().kinds())
                .singleElement()
                .satisfies(kind -> assertThat(kind.shape().units()).isEqualTo(4));
    }

    @Test
    void learnsItFromWhatLivesWhenItBegins() {
        coordinator.recover(
                List.of(),
                List.of(),
                accepted(20, Specs.gang(1, 4, 1.0)).stream()
                        .map(event -> ((Event.Accepted) event).workload())
                        .toList(),
                Map.of());

        connect(east, a100s("east", 1, histogram(nodes(1, 8, 8)), "7.8 CNY"));

        assertThat(coordinator.view().pools().getFirst().usual().isUnknown()).isFalse();
    }

    @Test
    void nobodyIsStoppedInARegionThatIsNotHeardOf() {
        connect(east, machine("east", 1, 4, 4));
        var low = attemptOf(turn(accepted(1, Specs.command(4))));
        turn(List.of(new Event.Disconnected(new RegionName("east"), east)));

        turn(accepted(1, Specs.but(Specs.command(4), draft -> draft.priority = 5)));

        assertThat(coordinator.workload(low.workload()).orElseThrow().attempt())
                .satisfies(attempt -> assertThat(attempt.state()).isInstanceOf(AttemptState.Reserved.class));
    }

    private static Coordinator coordinator() {
        var policy = new Policy(Pools.CATALOG, ExchangeRates.none(CNY), CNY, "test");
        return new Coordinator(new PlacementService(new PlacementEngine(policy)));
    }

    private void connect(RecordedLink link, PoolReport pool) {
        turn(connecting(link, pool));
    }

    private static List<Event> connecting(RecordedLink link, PoolReport pool) {
        var name = pool.key().region();
        return List.of(
                new Event.Connected(region(name.value()), link),
                new Event.PoolReported(link, pool, NOW),
                new Event.Synchronised(name, link, Set.of(pool.key().pool()), Set.of()));
    }

    private Outcome turn(List<Event> events) {
        return coordinator.turn(events, NOW);
    }

    private List<Event> accepted(int count, WorkloadSpec spec) {
        var events = new ArrayList<Event>();
        for (int i = 0; i < count; i++) {
            events.add(
                    new Event.Accepted(Workload.accepted(WorkloadId.random(random), spec, NOW.plusNanos(i * 1000L))));
        }
        return events;
    }

    private static AttemptId attemptOf(Outcome outcome) {
        return outcome.changes().attempts().keySet().iterator().next();
    }

    private static List<Command> sent(Outcome outcome, Class<? extends Command> kind) {
        return outcome.messages().stream()
                .filter(Message.Send.class::isInstance)
                .map(message -> ((Message.Send) message).command())
                .filter(kind::isInstance)
                .toList();
    }
}
