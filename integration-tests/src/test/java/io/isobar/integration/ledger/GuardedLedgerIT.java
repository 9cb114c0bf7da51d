package io.isobar.integration.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.ledger.Acceptance;
import io.isobar.broker.ledger.Contender;
import io.isobar.broker.ledger.GuardedLedger;
import io.isobar.broker.ledger.Ledger;
import io.isobar.broker.ledger.Request;
import io.isobar.broker.ledger.postgres.PostgresLeadership;
import io.isobar.broker.ledger.postgres.PostgresLedger;
import io.isobar.broker.port.CallOutcome;
import io.isobar.broker.port.GuardPolicy;
import io.isobar.broker.port.GuardPolicy.Breaker;
import io.isobar.broker.port.GuardPolicy.Retry;
import io.isobar.broker.port.smallrye.SmallRyeGuard;
import io.isobar.integration.samples.Samples;
import io.isobar.standalone.engine.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What users see of a PostgreSQL that goes and comes back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuardedLedgerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final GuardPolicy POLICY = GuardPolicy.of(
                    "database-reads", "the database", Reason.DATABASE_UNAVAILABLE)
            .with(Duration.ofSeconds(10))
            .with(new Retry(1, Duration.ofMillis(10), Duration.ofMillis(5)))
            .with(new Breaker(4, 1, Duration.ofSeconds(1)));

    private final EmbeddedPostgres server;
    private final SmallRyeGuard reads = new SmallRyeGuard(POLICY);
    private final SmallRyeGuard writes = new SmallRyeGuard(POLICY);
    private final Ledger ledger;

    GuardedLedgerIT(@TempDir Path folder) {
        server = EmbeddedPostgres.start(folder.resolve("postgres"), 0);
        var database = Schema.at(server.jdbcUrl(), server.user(), server.password());
        Schema.create(database);
        var leadership = new PostgresLeadership(database);
        leadership.take(new Contender("test", "", ""), Duration.ofDays(1));
        ledger = new GuardedLedger(new PostgresLedger(database, LedgerDocuments.CODECS, leadership), reads, writes);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private Failure refusal() {
        var refused = catchThrowableOfType(Failure.class, () -> ledger.workload(Samples.id(1)));
        assertThat(refused).isNotNull();
        assertThat(refused.reason()).isEqualTo(Reason.DATABASE_UNAVAILABLE);
        return refused;
    }

    @Test
    void whileTheDatabaseIsAwayItIsNotAskedAndUsersAreToldAtOnceUntilItIsBack() {
        var queued = Samples.queued(1);
        assertThat(ledger.accept(queued, new Request("request-1", "one"))).isEqualTo(new Acceptance.New());
        server.kill();

        await().atMost(PATIENCE).until(() -> refusal().metadata().containsKey("retry_after_ms"));
        long asked = reads.calls(CallOutcome.FAILED) + reads.calls(CallOutcome.TIMED_OUT);

        assertThat(reads.isOpen()).isTrue();
        assertThat(asked).as("calls that reached for the database").isBetween(2L, 4L);
        assertThat(reads.retries()).isPositive();
        assertThat(reads.calls(CallOutcome.CIRCUIT_OPEN)).isEqualTo(1);

        server.restart();

        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(Failure.class)
                .untilAsserted(() -> assertThat(ledger.workload(queued.id())).contains(queued));
        assertThat(reads.isOpen()).isFalse();
        assertThat(ledger.accept(queued, new Request("request-1", "one")))
                .as("its own id is known again")
                .isEqualTo(new Acceptance.New());
        assertThat(ledger.accept(Samples.queued(2), new Request("request-1", "one")))
                .isEqualTo(new Acceptance.Repeated(queued.id().value()));
    }
}
