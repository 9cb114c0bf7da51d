package io.isobar.broker.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isobar.broker.api.rest.MemoryLedger;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.leader.Event;
import io.isobar.broker.ledger.Request;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.WorkloadId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The store did what it was asked for, or did not, and did not say. */
class InDoubtTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private final MemoryLedger ledger = new MemoryLedger();
    private final List<Event> told = new ArrayList<>();
    private final InDoubt inDoubt = new InDoubt(ledger, told::add);
    private final Workload workload = Workload.accepted(WorkloadId.random(new Random(1)), Specs.command(1), NOON);

    @Test
    void theLeaderIsToldOnceOfWhatIsDurable() {
        ledger.accept(workload, new Request("r", "f"));
        inDoubt.add(workload, NOON);

        inDoubt.settle(NOON.plusSeconds(1));
        inDoubt.settle(NOON.plusSeconds(2));

        assertThat(told).containsExactly(new Event.Accepted(workload));
    }

    @Test
    void theLeaderIsToldAlsoWhereItTurnsOutLater() {
        inDoubt.add(workload, NOON);
        inDoubt.settle(NOON.plusSeconds(1));
        assertThat(told).isEmpty();

        ledger.accept(workload, new Request("r", "f"));
        inDoubt.settle(NOON.plusSeconds(5));

        assertThat(told).hasSize(1);
    }

    @Test
    void theDoubtStaysWhileTheStoreIsAway() {
        ledger.accept(workload, new Request("r", "f"));
        inDoubt.add(workload, NOON);
        ledger.away(true);
        assertThatThrownBy(() -> inDoubt.settle(NOON.plus(Duration.ofHours(1)))).isInstanceOf(Failure.class);
        ledger.away(false);

        inDoubt.settle(NOON.plus(Duration.ofHours(1)));

        assertThat(told).hasSize(1);
    }

    @Test
    void whatWasNeverStoredIsForgotten() {
        inDoubt.add(workload, NOON);
        inDoubt.settle(NOON.plus(Duration.ofMinutes(3)));
        ledger.accept(workload, new Request("r", "f"));

        inDoubt.settle(NOON.plus(Duration.ofMinutes(4)));

        assertThat(told).isEmpty();
    }
}
