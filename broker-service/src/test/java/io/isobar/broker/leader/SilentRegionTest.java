package io.isobar.broker.leader;

import static io.isobar.broker.samples.Pools.machine;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.CutOff;
import io.isobar.broker.capacity.Link;
import io.isobar.broker.capacity.Place;
import io.isobar.broker.capacity.PoolReport;
import io.isobar.broker.capacity.RegionFacts;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.capacity.SiteEnergy;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.fencing.SilenceRule;
import io.isobar.broker.fencing.Silences.Due;
import io.isobar.broker.leader.Outcome.Message;
import io.isobar.broker.ledger.KnownRegion;
import io.isobar.broker.lifecycle.Attempt;
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
import io.isobar.broker.workload.DisconnectPolicy;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What becomes of work whose region is cut off. */
class SilentRegionTest {
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final SilenceRule RULE = new SilenceRule(
            Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofSeconds(2));

    private final Coordinator coordinator = coordinator();
    private final Random random = new Random(11);
    private final Map<WorkloadId, Workload> durable = new HashMap<>();
    private final Map<String, KnownRegion> regions = new HashMap<>();
    private final Map<String, RecordedLink> links = new HashMap<>();
    private long sequence;
    private final List<Due.Fence> fences = new ArrayList<>();
    private Instant now = Pools.NOW;
    private Instant steady = Pools.NOW;

    private Coordinator coordinator() {
        var policy = new Policy(Pools.CATALOG, ExchangeRates.none(CNY), CNY, "test");
        return new Coordinator(
                new PlacementService(new PlacementEngine(policy)), LeaderObserver.BLIND, RULE, any -> steady);
    }

    private Outcome turn(Event... events) {
        var outcome = coordinator.turn(List.of(events), now);
        durable.putAll(outcome.changes().workloads());
        regions.putAll(outcome.changes().regions());
        fences.addAll(outcome.fences());
        return outcome;
    }

    /** Time passes, fences become durable as they are written. */
    private List<Message> pass(double seconds) {
        var said = new ArrayList<Message>();
        for (int i = 0; i < seconds * 4; i++) {
            now = now.plusMillis(250);
            steady = steady.plusMillis(250);
            var events = new ArrayList<Event>();
            fences.forEach(fence -> events.add(new Event.Fenced(fence.region(), fence.number())));
            fences.clear();
            if (i % 40 == 0) {
                links.forEach((region, link) -> events.add(new Event.PoolReported(link, pool(region), now)));
            }
            said.addAll(turn(events.toArray(Event[]::new)).messages());
        }
        return said;
    }

    private PoolReport pool(String region) {
        return machine(region, ++sequence, 4, 4);
    }

    private RecordedLink connect(String region, boolean promises, Set<AttemptId> attempts) {
        return connect(region, promises ? new CutOff.Stops() : new CutOff.GoesOn(), attempts);
    }

    private RecordedLink connect(String region, CutOff cutOff, Set<AttemptId> attempts) {
        var link = new RecordedLink(region + random.nextInt(1_000_000));
        links.put(region, link);
        PoolReport pool = pool(region);
        turn(
                new Event.Connected(
                        new RegionFacts(
                                new RegionName(region),
                                "provider",
                                Place.UNKNOWN,
                                RegionFacts.Manager.PROCESS,
                                null,
                                "test",
                                SiteEnergy.UNKNOWN,
                                cutOff),
                        link),
                new Event.PoolReported(link, pool, now),
                new Event.Synchronised(
                        new RegionName(region), link, Set.of(pool.key().pool()), attempts));
        return link;
    }

    private Workload submit(WorkloadSpec spec) {
        var workload = Workload.accepted(WorkloadId.random(random), spec, now);
        turn(new Event.Accepted(workload));
        return current(workload);
    }

    private Workload current(Workload workload) {
        return Objects.requireNonNull(durable.get(workload.id()));
    }

    private Attempt attempt(Workload workload) {
        return Objects.requireNonNull(current(workload).attempt());
    }

    private Workload running(WorkloadSpec spec, RecordedLink link) {
        var placed = submit(spec);
        var id = attempt(placed).id();
        var region = attempt(placed).assignment().pool().region();
        turn(
                new Event.Admitted(region, link, id, 1),
                new Event.Reported(link, new Report(region, id, Report.Phase.RUNNING, 1, now, null, 1)));
        return current(placed);
    }

    private void cut(RecordedLink link, String region) {
        links.remove(region);
        turn(new Event.Disconnected(new RegionName(region), link));
    }

    private Link link(String region) {
        return coordinator.view().regions().stream()
                .filter(known -> known.name().value().equals(region))
                .findFirst()
                .orElseThrow()
                .link();
    }

    @Test
    void itStartsElsewhereOnceItCannotRunThereAnyMore() {
        var east = connect("east", true, Set.of());
        var work = running(Specs.command(1), east);
        connect("west", true, Set.of());
        cut(east, "east");

        pass(10 + 1 + 60 + 5 + 2);
        assertThat(current(work).state()).isInstanceOf(WorkloadState.Running.class);
        assertThat(link("east")).isEqualTo(Link.FENCED);
        var said = pass(3);

        assertThat(attempt(work).id().epoch()).isEqualTo(2);
        assertThat(attempt(work).assignment().pool().region().value()).isEqualTo("west");
        assertThat(said)
                .anyMatch(message -> message instanceof Message.Send(var link, Command.Reserve reserve)
                        && reserve.attempt().id().epoch() == 2);
        assertThat(link("east")).isEqualTo(Link.LOST);
    }

    @Test
    void whatComesBackInTimeIsUntouched() {
        var east = connect("east", true, Set.of());
        var work = running(Specs.command(1), east);
        for (int i = 0; i < 25; i++) {
            cut(east, "east");
            pass(70);
            east = connect("east", true, Set.of(attempt(work).id()));
        }

        assertThat(attempt(work).id().epoch()).isEqualTo(1);
        assertThat(current(work).state()).isInstanceOf(WorkloadState.Running.class);
    }

    @Test
    void aRegionThatDoesNotPromiseToStopIsWaitedForForEver() {
        var east = connect("east", false, Set.of());
        var work = running(Specs.command(1), east);
        connect("west", true, Set.of());
        cut(east, "east");

        pass(3_600);

        assertThat(attempt(work).id().epoch()).isEqualTo(1);
        assertThat(attempt(work).unconfirmed()).isTrue();
    }

    @Test
    void aClockThatIsSetAgainAndAgainBringsNoRegionNearerToBeingGivenUp() {
        var east = connect("east", true, Set.of());
        var work = running(Specs.command(1), east);
        connect("west", true, Set.of());
        cut(east, "east");

        // 10 s, 60 s, 5 s and 2 s at least.
        for (int i = 0; i < 25; i++) {
            pass(3);
            now = now.plusSeconds(i % 2 == 0 ? 100 : -90);
        }

        assertThat(attempt(work).id().epoch()).isEqualTo(1);
        pass(10);
        assertThat(attempt(work).id().epoch()).isEqualTo(2);
    }

    @Test
    void aRegionThatNeedsLongerToStopIsWaitedForLonger() {
        var east = connect("east", new CutOff.StopsWhatBegan(Duration.ofSeconds(100)), Set.of());
        var work = running(Specs.command(1), east);
        connect("west", true, Set.of());
        cut(east, "east");

        pass(10 + 1 + 60 + 100 + 2);
        assertThat(attempt(work).id().epoch()).isEqualTo(1);
        pass(4);

        assertThat(attempt(work).id().epoch()).isEqualTo(2);
    }

    @Test
    void whatWasLaunchedAndMayBeginLateIsNotGivenUp() {
        var east = connect("east", new CutOff.StopsWhatBegan(Duration.ofSeconds(5)), Set.of());
        var begun = running(Specs.command(1), east);
        var launched = submit(Specs.command(1));
        turn(new Event.Admitted(new RegionName("east"), east, attempt(launched).id(), 2));
        assertThat(attempt(launched).state()).isInstanceOf(AttemptState.Starting.class);
        var told = submit(Specs.command(1));
        connect("west", true, Set.of());
        cut(east, "east");

        pass(3_600);

        assertThat(attempt(begun).id().epoch()).isEqualTo(2);
        assertThat(attempt(launched).id().epoch()).isEqualTo(1);
        assertThat(attempt(launched).unconfirmed()).isTrue();
        assertThat(attempt(told).id().epoch()).isEqualTo(2);
    }

    @Test
    void whatIsToKeepRunningIsNotGivenUp() {
        var east = connect("east", true, Set.of());
        var keeps =
                running(Specs.but(Specs.command(1), draft -> draft.disconnect = DisconnectPolicy.KEEP_RUNNING), east);
        var moves = running(Specs.command(1), east);
        connect("west", true, Set.of());
        cut(east, "east");

        pass(200);

        assertThat(attempt(keeps).id().epoch()).isEqualTo(1);
        assertThat(attempt(moves).id().epoch()).isEqualTo(2);
    }

    @Test
    void whatIsLeftAtARegionThatReturnsIsEndedThere() {
        var east = connect("east", true, Set.of());
        var work = running(Specs.command(1), east);
        connect("west", true, Set.of());
        cut(east, "east");
        pass(200);
        var old = new AttemptId(work.id(), 1);

        var back = connect("east", true, Set.of(old));
        var outcome = turn(new Event.Reported(
                back, new Report(new RegionName("east"), old, Report.Phase.RUNNING, 9, now, null, 1)));

        assertThat(outcome.messages())
                .anyMatch(message -> message instanceof Message.Send(var link, Command.Stop stop)
                        && stop.attempt().equals(old)
                        && stop.reason() == Reason.STALE_EPOCH);
        assertThat(attempt(work).id().epoch()).isEqualTo(2);
    }

    @Test
    void aRegionIsToldItsLeaseBeforeAnythingElse() {
        submit(Specs.command(1));
        var east = new RecordedLink("east");
        var pool = machine("east", 1, 4, 4);
        var outcome = turn(
                new Event.Connected(Pools.region("east"), east),
                new Event.PoolReported(east, pool, now),
                new Event.Synchronised(
                        new RegionName("east"), east, Set.of(pool.key().pool()), Set.of()));

        assertThat(outcome.messages().getFirst()).isEqualTo(new Message.Lease(east, RULE, 0));
        assertThat(outcome.messages()).hasSizeGreaterThan(1);
    }

    @Test
    void aRegionIsGrantedAsMuchTimeToStopAsItNeeds() {
        var east = new RecordedLink("east");
        var facts = new RegionFacts(
                new RegionName("east"),
                "provider",
                Place.UNKNOWN,
                RegionFacts.Manager.KUBERNETES,
                null,
                "test",
                SiteEnergy.UNKNOWN,
                new CutOff.StopsWhatBegan(Duration.ofSeconds(100)));

        var outcome = turn(new Event.Connected(facts, east));

        assertThat(outcome.messages())
                .contains(new Message.Lease(east, RULE.stoppingWithin(Duration.ofSeconds(100)), 0));
        assertThat(RULE.stoppingWithin(Duration.ofSeconds(100)).stopGrace()).isEqualTo(Duration.ofSeconds(100));
        assertThat(RULE.stoppingWithin(Duration.ofSeconds(1))).isEqualTo(RULE);
    }

    @Test
    void aCancelOutlivesItsRegion() {
        var east = connect("east", true, Set.of());
        var work = running(Specs.command(1), east);
        cut(east, "east");
        turn(new Event.Cancel(work.id()));
        assertThat(attempt(work).state()).isInstanceOf(AttemptState.Stopping.class);

        pass(200);

        assertThat(current(work).state()).isInstanceOf(WorkloadState.Cancelled.class);
    }

    @Test
    void aNewLeaderCountsAnew() {
        var east = connect("east", true, Set.of());
        var work = running(Specs.command(1), east);
        cut(east, "east");
        pass(75);
        var successor = coordinator();
        successor.recover(List.copyOf(regions.values()), List.of(), List.of(current(work)), Map.of());
        int turns = 0;
        while (successor.workload(work.id()).orElseThrow().liveParts().size() == 1) {
            now = now.plusMillis(250);
            steady = steady.plusMillis(250);
            successor.turn(List.of(), now);
            turns++;
        }

        assertThat(turns / 4.0).isBetween(60.0 + 5 + 2, 60.0 + 5 + 2 + 2);
    }
}
