package io.isobar.agent.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.admission.AdmissionBook;
import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.driver.KnownWork;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.driver.WorkEvent;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.lease.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Any commands in any order, with restarts between: of a workload never two attempts run, and nothing starts twice. */
class AtMostOneTest {
    private final MemoryJournal journal = new MemoryJournal();
    /** What the driver runs, by attempt. */
    private final Map<AttemptId, LaunchOrder> running = new HashMap<>();

    private final Set<AttemptId> everStarted = new HashSet<>();
    private final Set<AttemptId> told = new HashSet<>();
    private RegionExecution execution = fresh();
    private Instant now = Instant.EPOCH;

    static long[] seeds() {
        return new Random(20261101).longs(200).toArray();
    }

    private static RegionExecution fresh() {
        AdmissionBook book = new AdmissionBook(0);
        book.look(Orders.INVENTORY);
        return new RegionExecution(
                book, order -> Optional.empty(), new RegionCounters(), Lease.withoutEnd(() -> Duration.ZERO));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void neverRunsTwoAttemptsOfAWorkload(long seed) {
        Random random = new Random(seed);
        for (int step = 0; step < 300; step++) {
            now = now.plusMillis(random.nextInt(2_000));
            Effects effects = new Effects();
            String workload = "w" + random.nextInt(3);
            long epoch = 1L + random.nextInt(4) + step / 60;
            LaunchOrder order = Orders.order(workload, epoch, 1, random.nextBoolean() ? Duration.ofSeconds(20) : null);
            switch (random.nextInt(12)) {
                case 0, 1 -> broker(new BrokerCommand.Reserve(order, now.plusSeconds(10)), effects);
                case 2, 3, 4 -> broker(new BrokerCommand.Launch(order, now.plusSeconds(10)), effects);
                case 5 -> broker(new BrokerCommand.Stop(order.key().id(), epoch, Reason.PREEMPTED), effects);
                case 6 -> broker(new BrokerCommand.Forget(order.key().id()), effects);
                case 7, 8, 9 -> driverEnds(random, effects);
                case 10 -> execution.tick(now, effects);
                default -> restart(effects);
            }
            perform(effects);
            check("seed " + seed + " step " + step);
        }
    }

    private void broker(BrokerCommand command, Effects effects) {
        execution.apply(new RegionInput.FromBroker(command), now, effects);
    }

    private void driverEnds(Random random, Effects effects) {
        if (running.isEmpty()) {
            return;
        }
        AttemptId id = List.copyOf(running.keySet()).get(random.nextInt(running.size()));
        if (told.add(id) && random.nextInt(4) > 0) {
            execution.apply(new RegionInput.FromDriver(new WorkEvent.Running(id, now)), now, effects);
        } else {
            running.remove(id);
            WorkEnd end = new WorkEnd(Reason.EXIT_ZERO, 0, "", now);
            execution.apply(new RegionInput.FromDriver(new WorkEvent.Ended(id, end)), now, effects);
        }
    }

    private void restart(Effects effects) {
        execution = fresh();
        List<KnownWork> known = execution.recover(journal.open());
        for (KnownWork work : known) {
            // A driver starts what it was told to start and did not; all it was told is in the journal.
            if (work.endedAt() == null && !running.containsKey(work.work().id())) {
                start(work.work().order());
            }
        }
        execution.resume(now, effects);
    }

    private void perform(Effects effects) {
        journal.commit(effects.records(), effects.force());
        for (Effects.Action action : effects.actions()) {
            if (action instanceof Effects.Action.Start start) {
                start(start.work().order());
            }
        }
    }

    private void start(LaunchOrder order) {
        assertThat(everStarted.add(order.key().id())).as("started twice").isTrue();
        running.put(order.key().id(), order);
    }

    private void check(String where) {
        Set<String> workloads = new HashSet<>();
        for (LaunchOrder order : running.values()) {
            assertThat(workloads.add(order.key().workload().value()))
                    .as("%s: two attempts of %s run: %s", where, order.key().workload(), running.keySet())
                    .isTrue();
        }
        Effects effects = new Effects();
        execution.apply(new RegionInput.FromBroker(new BrokerCommand.ReportAll(1)), now, effects);
        RegionMessage.FullReport report =
                (RegionMessage.FullReport) effects.messages().getFirst();
        long live = report.attempts().stream()
                .filter(news -> !(news.state() instanceof AttemptState.Ended))
                .count();
        assertThat(report.pools().getFirst().capacity().freeUnits()).as(where).isEqualTo(32 - 8 * live);
        assertThat(report.attempts().stream()
                        .filter(news -> !(news.state() instanceof AttemptState.Ended))
                        .map(news -> news.key().id()))
                .as(where)
                .containsAll(running.keySet());
    }
}
