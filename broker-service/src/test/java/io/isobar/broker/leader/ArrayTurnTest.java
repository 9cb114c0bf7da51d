package io.isobar.broker.leader;

import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.machine;
import static io.isobar.broker.samples.Pools.region;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.PoolReport;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Command;
import io.isobar.broker.lifecycle.Report;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.broker.placement.Asked;
import io.isobar.broker.placement.PlacementEngine;
import io.isobar.broker.placement.PlacementService;
import io.isobar.broker.placement.Policy;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.TaskArray;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Of the tasks of an array no more have a place than may at once. */
class ArrayTurnTest {
    private static final Currency CNY = Currency.getInstance("CNY");

    private final PlacementEngine engine =
            new PlacementEngine(new Policy(Pools.CATALOG, ExchangeRates.none(CNY), CNY, "test"));
    private final Coordinator coordinator = new Coordinator(new PlacementService(engine));
    private final RecordedLink east = new RecordedLink("east");
    private final RecordedLink west = new RecordedLink("west");
    private final List<AttemptId> live = new ArrayList<>();
    private Instant now = NOW;
    private long sequence = 1;
    private int submitted;

    private static WorkloadSpec task(String tenant, String array, int atOnce, int cores) {
        return Specs.but(Specs.command(cores), draft -> {
            draft.tenant = tenant;
            draft.array = new TaskArray(array, atOnce);
        });
    }

    private void connect(RecordedLink link, String region, int cores) {
        PoolReport report = machine(region, ++sequence, cores, cores);
        turn(List.of(
                new Event.Connected(region(region), link),
                new Event.PoolReported(link, report, now),
                new Event.Synchronised(new RegionName(region), link, Set.of("machine"), Set.of())));
    }

    private void turn(List<Event> events) {
        coordinator.turn(events, now).messages().stream()
                .filter(Outcome.Message.Send.class::isInstance)
                .map(message -> ((Outcome.Message.Send) message).command())
                .filter(Command.Reserve.class::isInstance)
                .forEach(command ->
                        live.add(((Command.Reserve) command).attempt().id()));
    }

    private List<Event> accepted(int count, WorkloadSpec spec) {
        var events = new ArrayList<Event>();
        for (int i = 0; i < count; i++) {
            var id = new WorkloadId("w-%010d".formatted(submitted++));
            events.add(new Event.Accepted(Workload.accepted(id, spec, now)));
        }
        return events;
    }

    private void submit(int count, WorkloadSpec spec) {
        turn(accepted(count, spec));
    }

    private void end(AttemptId attempt) {
        var pool = coordinator
                .workload(attempt.workload())
                .orElseThrow()
                .liveParts()
                .getFirst()
                .assignment()
                .pool();
        live.remove(attempt);
        turn(List.of(new Event.Reported(
                pool.region().value().equals("east") ? east : west,
                new Report(
                        pool.region(),
                        attempt,
                        Report.Phase.ENDED,
                        ++sequence,
                        now,
                        new Report.RegionEnd(Reason.EXIT_ZERO, 0, "done", now),
                        1))));
    }

    private List<Workload> waiting() {
        var waiting = new ArrayList<Workload>();
        for (int i = 0; i < submitted; i++) {
            coordinator
                    .workload(new WorkloadId("w-%010d".formatted(i)))
                    .filter(workload -> workload.state() instanceof WorkloadState.Queued)
                    .ifPresent(waiting::add);
        }
        return waiting;
    }

    @Test
    void theNextTaskStartsWhenOneEnds() {
        connect(east, "east", 64);
        submit(5, task("t", "sweep", 2, 1));

        assertThat(live).hasSize(2);
        assertThat(waiting())
                .hasSize(3)
                .allSatisfy(task -> assertThat(task.state().why().reason()).isEqualTo(Reason.ARRAY_LIMIT));
        assertThat(waiting().getFirst().state().why().message())
                .contains("2 tasks of array sweep have a place, and 2 may at once");

        end(live.getFirst());

        assertThat(live).hasSize(2);
        assertThat(waiting()).hasSize(2);
    }

    @Test
    void tasksOfOtherArraysOtherTenantsAndNoneAreNotHeldBack() {
        connect(east, "east", 64);
        submit(3, task("t", "sweep", 1, 1));
        submit(3, task("t", "other", 1, 1));
        submit(3, task("u", "sweep", 1, 1));
        submit(3, Specs.of("t", Specs.command(1)));

        assertThat(live).hasSize(1 + 1 + 1 + 3);
    }

    @Test
    void whatComesLaterMayHaveWhatIsFreeMeanwhile() {
        connect(east, "east", 4);
        submit(2, task("t", "sweep", 1, 3));
        assertThat(coordinator.holds())
                .as("nothing is kept for who only waits for its turn")
                .isEmpty();

        submit(1, Specs.of("t", Specs.command(1)));

        assertThat(live).hasSize(2);
    }

    @Test
    void aPlanSaysThatItWouldWaitForItsTurn() {
        connect(east, "east", 64);
        var task = task("t", "sweep", 1, 1);
        submit(1, task);

        var decision = engine.decide(coordinator.view(), new Asked(task, Set.of(), coordinator.vicinity(task)), now);

        assertThat(decision.dominant()).isEqualTo(Reason.ARRAY_LIMIT);
        assertThat(decision.wouldChange()).anyMatch(change -> change.contains("Wait until one of its tasks ends"));
    }

    @Test
    void neverMoreThanMayWhateverComesAndGoes() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        connect(east, "east", 12);
        connect(west, "west", 12);
        for (int step = 0; step < 200; step++) {
            now = now.plusMillis(100);
            if (random.nextBoolean()) {
                int limit = 1 + random.nextInt(4);
                turn(accepted(1 + random.nextInt(6), task("t", "a" + limit, limit, 1 + random.nextInt(4))));
            } else if (!live.isEmpty()) {
                end(live.get(random.nextInt(live.size())));
            }
            for (int limit = 1; limit <= 4; limit++) {
                var array = new TaskArray("a" + limit, limit);
                var running = new HashSet<WorkloadId>();
                live.stream()
                        .map(attempt -> coordinator.workload(attempt.workload()).orElseThrow())
                        .filter(workload -> array.equals(workload.spec().array()))
                        .forEach(workload -> running.add(workload.id()));
                assertThat(running)
                        .as("seed %d, step %d, %s", seed, step, array)
                        .hasSizeLessThanOrEqualTo(limit);
            }
        }
        assertThat(submitted).isGreaterThan(live.size());
        while (!live.isEmpty()) {
            end(live.getFirst());
        }
        assertThat(waiting()).extracting(Workload::id).as("seed %d", seed).isEmpty();
    }
}
