package io.isobar.broker.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isobar.broker.api.rest.MemoryLedger;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.port.CallOutcome;
import io.isobar.broker.port.GuardPolicy;
import io.isobar.broker.port.smallrye.SmallRyeGuard;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.WorkloadId;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GuardedLedgerTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final GuardPolicy POLICY = GuardPolicy.of("database", "the database", Reason.DATABASE_UNAVAILABLE)
            .with(new GuardPolicy.Retry(2, AT_ONCE, AT_ONCE))
            .with(new GuardPolicy.Breaker(3, 1, Duration.ofHours(1)));

    private final Random random = new Random(3);
    private final MemoryLedger store = new MemoryLedger();
    private final SmallRyeGuard reads = new SmallRyeGuard(POLICY);
    private final SmallRyeGuard writes = new SmallRyeGuard(POLICY);
    private final Ledger ledger = new GuardedLedger(store, reads, writes);
    private final Request request = new Request("request-1", "one");

    private Workload workload() {
        return Workload.accepted(WorkloadId.random(random), Specs.command(1), NOON);
    }

    @Test
    void aWorkloadWhoseAnswerWasLostIsStoredOnceAndNew() {
        var workload = workload();
        store.loseAnswers(1);

        var answer = ledger.accept(workload, request);

        assertThat(answer).isEqualTo(new Acceptance.New());
        assertThat(writes.retries()).isEqualTo(1);
        assertThat(store.live()).containsExactly(workload);
    }

    @Test
    void anotherWorkloadOfTheSameRequestIsNotStored() {
        var first = workload();
        ledger.accept(first, request);
        store.loseAnswers(1);

        var answer = ledger.accept(workload(), request);

        assertThat(answer).isEqualTo(new Acceptance.Repeated(first.id().value()));
        assertThat(store.live()).containsExactly(first);
    }

    @Test
    void whoLeadsIsLetThroughWhereUsersAreRefused() {
        var workload = workload();
        ledger.accept(workload, request);
        store.away(true);
        assertThatThrownBy(() -> ledger.workload(workload.id())).isInstanceOf(Failure.class);
        assertThatThrownBy(() -> ledger.note(new Request("request-2", "two"), "it"))
                .isInstanceOf(Failure.class);
        store.away(false);

        assertThatThrownBy(() -> ledger.workload(workload.id())).hasMessageContaining("not asked");
        assertThatThrownBy(() -> ledger.note(new Request("request-3", "three"), "it"))
                .hasMessageContaining("not asked");
        ledger.ping();
        ledger.commit(new Changes());
        assertThat(ledger.live()).containsExactly(workload);
        assertThat(reads.calls(CallOutcome.CIRCUIT_OPEN)).isEqualTo(1);
    }
}
