package io.isobar.broker.leader;

import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.machine;
import static io.isobar.broker.samples.Pools.region;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.Maintenance;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.fencing.FenceMark;
import io.isobar.broker.fencing.SilenceRule;
import io.isobar.broker.ledger.KnownRegion;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.broker.placement.Asked;
import io.isobar.broker.placement.PlacementEngine;
import io.isobar.broker.placement.PlacementService;
import io.isobar.broker.placement.Policy;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.resource.SeededCases;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.Work;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Announced maintenance, as the leader keeps work from it. */
class MaintenanceTest {
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final RegionName EAST = new RegionName("east");
    private static final Instant FROM = NOW.plus(Duration.ofHours(10));
    private static final Instant UNTIL = FROM.plus(Duration.ofHours(4));
    private static final int CORES = 64;

    private final Random random = new Random(11);
    private final PlacementEngine engine =
            new PlacementEngine(new Policy(Pools.CATALOG, ExchangeRates.none(CNY), CNY, "test"));
    private final Coordinator coordinator = new Coordinator(new PlacementService(engine));
    private final RecordedLink east = new RecordedLink("east");
    private long sequence;

    @Test
    void whatEndsWhenTheWindowBeginsIsPlacedAndWhatWouldStillRunIsNot() {
        reportAt(NOW);
        announce(new Maintenance(FROM, UNTIL, Duration.ofHours(2), "new cooling"), NOW);

        assertThat(runs(submit(hours(10.0), NOW))).isTrue();
        var longer = submit(hours(10.5), NOW);

        assertThat(reasonOf(longer)).isEqualTo(Reason.MAINTENANCE);
        assertThat(messageOf(longer))
                .contains("the maintenance of east (new cooling) begins at " + FROM)
                .contains("this would end at " + NOW.plus(Duration.ofMinutes(630)));
        var judged = engine.decide(coordinator.view(), Asked.of(hours(10.5)), NOW);
        assertThat(judged.wouldChange()).singleElement().asString().contains("Set spec.timeLimit to 10h or less");
        assertThat(runs(submit(limited(hours(10.5), Duration.ofHours(10)), NOW)))
                .isTrue();
    }

    @Test
    void workOfWhichNobodyKnowsWhenItEndsKeepsTheLead() {
        var announced = new Maintenance(FROM, UNTIL, Duration.ofHours(2), "");
        var lead = FROM.minus(Duration.ofHours(2));
        announceAfterReport(announced, lead);
        assertThat(runs(submit(Specs.command(1), lead))).isTrue();

        var late = submit(Specs.command(1), lead.plusSeconds(1));

        assertThat(reasonOf(late)).isEqualTo(Reason.MAINTENANCE);
        assertThat(messageOf(late)).contains("nobody knows when this would end");
    }

    @Test
    void whatWaitsIsPlacedWhenTheWindowIsOverAndWhatRunsIsNotTouched() {
        reportAt(NOW);
        var running = submit(hours(100.0), NOW);
        announce(new Maintenance(FROM, UNTIL, Duration.ZERO, ""), NOW);
        var waiting = submit(hours(100.0), NOW);
        reportAt(UNTIL.minusSeconds(1));
        assertThat(runs(waiting)).isFalse();
        assertThat(engine.decide(coordinator.view(), Asked.of(hours(1.0)), UNTIL.minusSeconds(1))
                        .summary())
                .contains("east is in maintenance until " + UNTIL);

        coordinator.turn(List.of(), UNTIL);

        assertThat(runs(waiting)).isTrue();
        assertThat(runs(running)).isTrue();
        assertThat(coordinator.view().regions().getFirst().maintenance()).isNull();
    }

    @Test
    void whatWasAnnouncedOutlivesTheLeaderAndTheAgent() {
        reportAt(NOW);
        var announced = new Maintenance(FROM, UNTIL, Duration.ZERO, "");
        var outcome = coordinator.turn(List.of(new Event.Maintain(EAST, announced)), NOW);
        assertThat(outcome.changes().regions().get("east"))
                .isEqualTo(new KnownRegion(
                        region("east"), null, announced, new FenceMark(0, false, SilenceRule.DEFAULT.lease())));

        var successor = new Coordinator(new PlacementService(engine));
        successor.recover(
                List.of(new KnownRegion(region("east"), null, announced, FenceMark.NONE)),
                List.of(),
                List.of(),
                Map.of());
        successor.turn(connecting(NOW), NOW);

        assertThat(successor.view().regions().getFirst().maintenance()).isEqualTo(announced);
    }

    @Test
    void aStartIsForetoldForTheEndOfTheWindow() {
        reportAt(NOW);
        announce(new Maintenance(FROM, UNTIL, Duration.ZERO, ""), NOW);

        var forecast = engine.forecast(coordinator.view(), Asked.of(hours(20.0)), coordinator::occupants, NOW);

        assertThat(forecast)
                .hasValueSatisfying(expected -> assertThat(expected.at()).isEqualTo(UNTIL));
    }

    @Test
    void aStartThatWouldReachIntoTheWindowIsForetoldForItsEnd() {
        reportAt(NOW);
        submit(
                Specs.but(
                        hours(6.0),
                        draft -> draft.cpus = Specs.command(CORES).resources().cpus()),
                NOW);
        announce(new Maintenance(FROM, UNTIL, Duration.ZERO, ""), NOW);

        assertThat(engine.forecast(coordinator.view(), Asked.of(hours(4.0)), coordinator::occupants, NOW))
                .hasValueSatisfying(soon -> assertThat(soon.at()).isEqualTo(NOW.plus(Duration.ofHours(6))));
        assertThat(engine.forecast(coordinator.view(), Asked.of(hours(5.0)), coordinator::occupants, NOW))
                .hasValueSatisfying(late -> assertThat(late.at()).isEqualTo(UNTIL));
    }

    /** Whatever is announced and taken back, and whenever: who starts will have ended, and who may start does. */
    @Test
    void nothingIsBegunThatReachesIntoAWindowAndNothingElseWaits() {
        SeededCases.check(100, random -> new MaintenanceTest().announceAndSubmit(random));
    }

    private void announceAndSubmit(RandomGenerator random) {
        var now = NOW;
        Maintenance announced = null;
        for (int step = 0; step < 40; step++) {
            now = now.plus(Duration.ofMinutes(random.nextInt(90)));
            reportAt(now);
            if (random.nextInt(5) == 0) {
                var from = now.plus(Duration.ofMinutes(random.nextInt(600) - 60));
                announced = random.nextInt(4) == 0
                        ? null
                        : new Maintenance(
                                from,
                                from.plus(Duration.ofMinutes(1 + random.nextInt(300))),
                                Duration.ofMinutes(random.nextInt(200)),
                                "");
                announce(announced, now);
            }
            var hours = random.nextInt(3) == 0 ? null : random.nextInt(1, 40) / 4.0;
            var limit = random.nextInt(3) == 0 ? Duration.ofMinutes(random.nextInt(1, 500)) : null;
            var id = submit(limited(hours(hours), limit), now);
            var window = announced == null || !now.isBefore(announced.until()) ? null : announced;
            assertThat(runs(id))
                    .as("%s h, limit %s, at %s before %s", hours, limit, now, window)
                    .isEqualTo(window == null || endsBefore(window, hours, limit, now));
            coordinator.turn(List.of(new Event.Cancel(id)), now);
        }
    }

    private static boolean endsBefore(
            Maintenance window, @Nullable Double hours, @Nullable Duration limit, Instant now) {
        long minutes = Long.MAX_VALUE;
        if (hours != null) {
            minutes = Math.round(hours * 60);
        }
        if (limit != null) {
            minutes = Math.min(minutes, limit.toMinutes());
        }
        long left = Duration.between(now, window.from()).toMinutes();
        return left > 0 && (minutes == Long.MAX_VALUE ? window.lead().toMinutes() : minutes) <= left;
    }

    private static WorkloadSpec hours(@Nullable Double hours) {
        return Specs.but(
                Specs.command(1), draft -> draft.work = hours == null ? null : new Work(hours, null, null, null));
    }

    private static WorkloadSpec limited(WorkloadSpec spec, @Nullable Duration limit) {
        return Specs.but(spec, draft -> draft.timeLimit = limit);
    }

    private void announceAfterReport(Maintenance announced, Instant now) {
        reportAt(now);
        announce(announced, now);
    }

    private void announce(@Nullable Maintenance announced, Instant now) {
        coordinator.turn(List.of(new Event.Maintain(EAST, announced)), now);
    }

    private WorkloadId submit(WorkloadSpec spec, Instant now) {
        var id = WorkloadId.random(random);
        coordinator.turn(List.of(new Event.Accepted(Workload.accepted(id, spec, now))), now);
        return id;
    }

    /** The region is heard of, or once more, with figures of that time. */
    private void reportAt(Instant now) {
        if (sequence == 0) {
            coordinator.turn(connecting(now), now);
        } else {
            var report = machine("east", ++sequence, CORES, CORES);
            coordinator.turn(List.of(new Event.PoolReported(east, report, now)), now);
        }
    }

    private List<Event> connecting(Instant now) {
        var report = machine("east", ++sequence, CORES, CORES);
        return List.of(
                new Event.Connected(region("east"), east),
                new Event.PoolReported(east, report, now),
                new Event.Synchronised(EAST, east, Set.of(report.key().pool()), Set.of()));
    }

    private boolean runs(WorkloadId id) {
        return coordinator.workload(id).orElseThrow().state() instanceof WorkloadState.Underway;
    }

    private Reason reasonOf(WorkloadId id) {
        return coordinator.workload(id).orElseThrow().state().why().reason();
    }

    private String messageOf(WorkloadId id) {
        return coordinator.workload(id).orElseThrow().state().why().message();
    }
}
