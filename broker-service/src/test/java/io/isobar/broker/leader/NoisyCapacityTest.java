package io.isobar.broker.leader;

import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.machine;
import static io.isobar.broker.samples.Pools.region;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.lifecycle.Command;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.placement.PlacementEngine;
import io.isobar.broker.placement.PlacementService;
import io.isobar.broker.placement.Policy;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.WorkloadId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Load of others comes and goes while ten thousand wait. */
class NoisyCapacityTest {
    private static final int WAITING = 10_000;
    private static final int CORES = 64;
    private static final Currency CNY = Currency.getInstance("CNY");

    private final Random random = new Random(13);
    private final RecordedLink east = new RecordedLink("east");
    private final Coordinator coordinator = new Coordinator(
            new PlacementService(new PlacementEngine(new Policy(Pools.CATALOG, ExchangeRates.none(CNY), CNY, "test"))));
    private Instant now = NOW;
    private long sequence;

    @BeforeEach
    void tenThousandWaitForMoreThanIsFree() {
        coordinator.turn(
                List.of(
                        new Event.Connected(region("east"), east),
                        report(8),
                        new Event.Synchronised(region("east").name(), east, Set.of("machine"), Set.of())),
                now);
        var accepted = new ArrayList<Event>();
        for (int i = 0; i < WAITING; i++) {
            // Of sixteen sizes, so that it is not one request for all.
            var id = WorkloadId.random(random);
            accepted.add(new Event.Accepted(Workload.accepted(id, Specs.command(16 + i % 16), now.plusNanos(i))));
        }
        coordinator.turn(accepted, now);
        assertThat(coordinator.waiting()).isEqualTo(WAITING);
    }

    @Test
    void noiseThatLetsNothingInWritesNothing() {
        long written = 0;
        for (int i = 0; i < 200; i++) {
            var outcome = turn(report(random.nextInt(16)));
            written += outcome.changes().workloads().size();
        }

        assertThat(written).as("workloads that were written anew, seed 13").isLessThan(WAITING / 10);
    }

    @Test
    void workStartsInTheVeryTurnInWhichTheLoadOfOthersLeaves() {
        turn(report(15));

        var outcome = turn(report(16));

        assertThat(outcome.commands()).hasSize(1).first().isInstanceOf(Command.Reserve.class);
        assertThat(coordinator.waiting()).isEqualTo(WAITING - 1);
    }

    private Outcome turn(Event event) {
        now = now.plusMillis(100);
        return coordinator.turn(List.of(event), now);
    }

    private Event report(int freeCores) {
        return new Event.PoolReported(east, machine("east", ++sequence, CORES, freeCores), now);
    }
}
