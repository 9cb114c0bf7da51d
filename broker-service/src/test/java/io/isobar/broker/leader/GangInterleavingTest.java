package io.isobar.broker.leader;

import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.a100s;
import static io.isobar.broker.samples.Pools.histogram;
import static io.isobar.broker.samples.Pools.nodes;
import static io.isobar.broker.samples.Pools.region;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.leader.Outcome.Message;
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
import io.isobar.broker.workload.GangRule.Across;
import io.isobar.broker.workload.WorkloadId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Two gangs that each need all cards of two regions, whose messages come in any order, whose regions refuse, lose the connection and
 * forget. Whatever happens, no part runs alone and both gangs have run in the end, one after the other.
 */
class GangInterleavingTest {
    private static final int NODES = 4;
    private static final int RUNS = 1_000;

    @Test
    void aGangRunsWholeOrNotAtAll() {
        long seed = System.nanoTime();
        for (int run = 0; run < RUNS; run++) {
            new Play(seed + run).run();
        }
    }

    private static final class Play {
        private final long seed;
        private final Random random;
        private final Coordinator coordinator;
        private final List<Region> regions = List.of(new Region("east"), new Region("west"));
        private final Set<AttemptId> everHeld = new HashSet<>();
        private final List<WorkloadId> gangs = new ArrayList<>();
        private Instant now = NOW;
        private boolean calm;

        Play(long seed) {
            this.seed = seed;
            random = new Random(seed);
            var currency = Currency.getInstance("CNY");
            var policy = new Policy(Pools.CATALOG, ExchangeRates.none(currency), currency, "test");
            coordinator = new Coordinator(new PlacementService(new PlacementEngine(policy)));
        }

        void run() {
            regions.forEach(Region::connect);
            settle(false);
            for (int i = 0; i < 2; i++) {
                var spec = Specs.but(Specs.gang(2 * NODES, 8, 1.0), draft -> {
                    draft.across = Across.REGIONS;
                    draft.name = "gang";
                });
                var gang = Workload.accepted(WorkloadId.random(random), spec, now.plusNanos(i));
                gangs.add(gang.id());
                turn(List.of(new Event.Accepted(gang)));
            }
            for (int step = 0; step < 60; step++) {
                now = now.plusMillis(random.nextInt(2_000));
                step();
                check();
            }
            calm = true;
            for (int i = 0; i < 200 && !gangs.stream().allMatch(this::hasSucceeded); i++) {
                now = now.plusSeconds(31);
                settle(true);
                check();
            }
            assertThat(gangs).as("seed %d", seed).allMatch(this::hasSucceeded);
            assertThat(regions).as("seed %d", seed).allMatch(region -> region.attempts.isEmpty());
        }

        private boolean hasSucceeded(WorkloadId id) {
            // What is over leaves the leader.
            return coordinator.workload(id).isEmpty();
        }

        private void step() {
            var region = regions.get(random.nextInt(2));
            switch (random.nextInt(12)) {
                case 0 -> region.disconnect();
                case 1 -> region.connect();
                case 2 -> region.forgetSome();
                case 3 -> region.endSome();
                case 4, 5, 6, 7 -> region.take();
                default -> region.tell();
            }
        }

        /** Everything that is on its way arrives. */
        private void settle(boolean ending) {
            for (var region : regions) {
                if (!region.connected) {
                    region.connect();
                }
                region.reportPool();
            }
            boolean busy = true;
            while (busy) {
                busy = false;
                for (var region : regions) {
                    busy |= region.take();
                    busy |= region.tell();
                }
            }
            if (ending) {
                regions.forEach(Region::endAll);
            }
            turn(List.of());
        }

        private void turn(List<Event> events) {
            var outcome = coordinator.turn(events, now);
            assertThat(outcome.faults()).as("seed %d", seed).isEmpty();
            for (var message : outcome.messages()) {
                if (message instanceof Message.Send send) {
                    regions.stream()
                            .filter(region -> region.link.equals(send.link()))
                            .forEach(region -> region.inbox.add(send.command()));
                }
            }
        }

        private void check() {
            var running = new HashSet<WorkloadId>();
            for (var region : regions) {
                region.attempts.forEach((id, attempt) -> {
                    if (attempt.phase == Phase.RUNNING) {
                        running.add(id.workload());
                        assertThat(everHeld)
                                .as("seed %d: %s runs, all parts were held", seed, id)
                                .contains(new AttemptId(id.workload(), id.epoch(), 1))
                                .contains(new AttemptId(id.workload(), id.epoch(), 2));
                    }
                });
                int cards = region.attempts.values().stream()
                        .filter(attempt -> attempt.phase != Phase.ENDED)
                        .mapToInt(attempt -> attempt.nodes)
                        .sum();
                assertThat(cards).as("seed %d: nodes in use", seed).isLessThanOrEqualTo(NODES);
            }
            assertThat(running).as("seed %d: each needs all there is", seed).hasSizeLessThanOrEqualTo(1);
            for (var id : gangs) {
                coordinator.workload(id).ifPresent(workload -> {
                    if (workload.state() instanceof WorkloadState.Queued) {
                        assertThat(workload.liveParts()).as("seed %d", seed).isEmpty();
                    }
                });
            }
        }

        private static final class Attempt {
            private final int nodes;
            private Phase phase = Phase.HELD;
            private long sequence = 1;
            private Reason reason = Reason.EXIT_ZERO;

            Attempt(int nodes) {
                this.nodes = nodes;
            }
        }

        /** A region that does as regions do: it admits what fits, is idempotent, and reports what it has when it connects. */
        private final class Region {
            private final RegionName name;
            private final Map<AttemptId, Attempt> attempts = new LinkedHashMap<>();
            private final ArrayDeque<Command> inbox = new ArrayDeque<>();
            private final ArrayDeque<Event> outbox = new ArrayDeque<>();
            private RecordedLink link;
            private boolean connected;
            private int connections;
            private long reports;

            Region(String name) {
                this.name = new RegionName(name);
                this.link = new RecordedLink(name);
            }

            void disconnect() {
                if (connected) {
                    connected = false;
                    inbox.clear();
                    outbox.clear();
                    turn(List.of(new Event.Disconnected(name, link)));
                }
            }

            void connect() {
                inbox.clear();
                outbox.clear();
                link = new RecordedLink(name.value() + "-" + ++connections);
                connected = true;
                int used = attempts.values().stream()
                        .filter(attempt -> attempt.phase != Phase.ENDED)
                        .mapToInt(attempt -> attempt.nodes)
                        .sum();
                outbox.add(new Event.Connected(region(name.value()), link));
                // Its capacity is told as if nothing of ours ran; the broker has deducted that, and is not told that it
                // is covered.
                outbox.add(new Event.PoolReported(
                        link, a100s(name.value(), connections, histogram(nodes(NODES, 8, 8)), "7 CNY"), now));
                attempts.forEach((id, attempt) -> report(id, attempt));
                outbox.add(new Event.Synchronised(name, link, Set.of("a100"), Set.copyOf(attempts.keySet())));
                assertThat(used).isLessThanOrEqualTo(NODES);
            }

            /** As if nothing of ours ran there: the broker has deducted that, and is never told that a report covers it. */
            void reportPool() {
                var capacity = histogram(nodes(NODES, 8, 8));
                outbox.add(new Event.PoolReported(link, a100s(name.value(), ++reports, capacity, "7 CNY"), now));
            }

            /** True: something arrived. */
            boolean tell() {
                var next = outbox.poll();
                if (next == null) {
                    return false;
                }
                turn(List.of(next));
                return true;
            }

            boolean take() {
                var next = inbox.poll();
                if (next == null) {
                    return false;
                }
                switch (next) {
                    case Command.Reserve reserve -> admit(reserve.attempt());
                    case Command.Launch launch -> {
                        var attempt = admit(launch.attempt());
                        if (attempt != null && attempt.phase == Phase.HELD) {
                            move(launch.attempt().id(), attempt, Phase.RUNNING);
                        }
                    }
                    case Command.Stop stop -> {
                        var attempt = attempts.computeIfAbsent(stop.attempt(), id -> new Attempt(0));
                        if (attempt.phase != Phase.ENDED) {
                            attempt.reason = stop.reason();
                        }
                        move(stop.attempt(), attempt, Phase.ENDED);
                    }
                    case Command.Forget forget -> attempts.remove(forget.attempt());
                }
                return true;
            }

            private @Nullable Attempt admit(io.isobar.broker.lifecycle.Attempt asked) {
                var known = attempts.get(asked.id());
                if (known != null) {
                    if (known.phase == Phase.HELD) {
                        outbox.add(new Event.Admitted(name, link, asked.id(), Long.MAX_VALUE));
                    } else {
                        report(asked.id(), known);
                    }
                    return known;
                }
                int used = attempts.values().stream()
                        .filter(attempt -> attempt.phase != Phase.ENDED)
                        .mapToInt(attempt -> attempt.nodes)
                        .sum();
                if (used + asked.assignment().replicas() > NODES || (!calm && random.nextInt(4) == 0)) {
                    outbox.add(new Event.Refused(name, link, asked.id(), Reason.FRAGMENTED, ""));
                    return null;
                }
                var held = new Attempt(asked.assignment().replicas());
                attempts.put(asked.id(), held);
                everHeld.add(asked.id());
                outbox.add(new Event.Admitted(name, link, asked.id(), Long.MAX_VALUE));
                return held;
            }

            private void move(AttemptId id, Attempt attempt, Phase next) {
                attempt.phase = attempt.phase == Phase.ENDED ? Phase.ENDED : next;
                attempt.sequence++;
                report(id, attempt);
            }

            private void report(AttemptId id, Attempt attempt) {
                var end = attempt.phase == Phase.ENDED ? new Report.RegionEnd(attempt.reason, null, "", now) : null;
                outbox.add(new Event.Reported(
                        link, new Report(name, id, attempt.phase, attempt.sequence, now, end, Long.MAX_VALUE)));
            }

            /** It loses what it held and had not launched. */
            void forgetSome() {
                attempts.values().removeIf(attempt -> attempt.phase == Phase.HELD && random.nextBoolean());
                if (connected) {
                    connect();
                }
            }

            void endSome() {
                end(random.nextBoolean() ? Reason.NODE_FAILED : Reason.EXIT_ZERO);
            }

            void endAll() {
                end(Reason.EXIT_ZERO);
            }

            private void end(Reason reason) {
                attempts.forEach((id, attempt) -> {
                    if (attempt.phase == Phase.RUNNING) {
                        attempt.reason = reason;
                        move(id, attempt, Phase.ENDED);
                    }
                });
            }
        }
    }
}
