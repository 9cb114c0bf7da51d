package io.isobar.integration.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.ledger.Acceptance;
import io.isobar.broker.ledger.Changes;
import io.isobar.broker.ledger.Contender;
import io.isobar.broker.ledger.Ledger;
import io.isobar.broker.ledger.Request;
import io.isobar.broker.ledger.postgres.PostgresLeadership;
import io.isobar.broker.ledger.postgres.PostgresLedger;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.integration.samples.Samples;
import io.isobar.standalone.engine.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The ledger on the PostgreSQL that the launcher runs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedPostgresLedgerIT implements LedgerContract, LeadershipContract {
    private final EmbeddedPostgres server;
    private final DataSource database;
    private final Ledger ledger;
    private final PostgresLeadership leadership;

    EmbeddedPostgresLedgerIT(@TempDir Path folder) {
        server = EmbeddedPostgres.start(folder.resolve("postgres"), 0);
        database = Schema.at(server.jdbcUrl(), server.user(), server.password());
        leadership = new PostgresLeadership(database);
        ledger = new PostgresLedger(database, LedgerDocuments.CODECS, leadership);
    }

    @BeforeAll
    void createTables() {
        Schema.create(database);
        leadership.take(new Contender("test", "", ""), Duration.ofDays(1));
    }

    @BeforeEach
    void emptyTables() throws SQLException {
        Schema.empty(database);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Override
    public DataSource database() {
        return database;
    }

    @Override
    public PostgresLeadership leadership() {
        return leadership;
    }

    @Override
    public Ledger ledger() {
        return ledger;
    }

    @Test
    void losesNothingWhenTheDatabaseIsKilledAfterACommit() {
        var queued = Samples.queued(1);
        var other = Samples.queued(2);
        var request = new Request("request-1", "one");
        ledger.accept(queued, request);
        ledger.accept(other, new Request("request-2", "two"));
        var placed = Samples.placed(queued, "local");
        var changes = new Changes();
        changes.put(placed);
        changes.put(new AttemptId(placed.id(), 1), Samples.decision("kept"));
        ledger.commit(changes);

        server.kill();
        server.restart();

        assertThat(ledger.live()).containsExactly(placed, other);
        assertThat(ledger.accept(queued, request))
                .isEqualTo(new Acceptance.Repeated(queued.id().value()));
        assertThat(ledger.decision(new AttemptId(placed.id(), 1))).isPresent();
    }

    @Test
    void acceptsTheOthersWhereTheDatabaseRefusesOne() throws Exception {
        var bad = Workload.accepted(Samples.id(7), Samples.spec("a\u0000b", "met-lab"), Samples.NOON);
        List<Callable<Acceptance>> calls = IntStream.rangeClosed(1, 50)
                .<Callable<Acceptance>>mapToObj(
                        n -> () -> ledger.accept(n == 7 ? bad : Samples.queued(n), new Request("request-" + n, "one")))
                .toList();

        var refused = new ArrayList<Throwable>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(calls)) {
                try {
                    assertThat(answer.get()).isEqualTo(new Acceptance.New());
                } catch (ExecutionException failed) {
                    refused.add(failed.getCause());
                }
            }
        }

        assertThat(refused)
                .singleElement()
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.reason()).isEqualTo(Reason.INTERNAL));
        assertThat(ledger.live()).hasSize(49);
    }

    @Test
    void readsThousandsThatLiveInTheOrderInWhichTheyWereAccepted() throws Exception {
        var all = IntStream.rangeClosed(1, 4_500).mapToObj(Samples::queued).toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var answer : threads.invokeAll(all.stream()
                    .<Callable<Acceptance>>map(workload -> () ->
                            ledger.accept(workload, new Request(workload.id().value(), "one")))
                    .toList())) {
                assertThat(answer.get()).isEqualTo(new Acceptance.New());
            }
        }

        var newestFirst = ledger.workloads(null, Set.of(), null, all.size()).items();
        assertThat(ledger.live()).containsExactlyInAnyOrderElementsOf(all).isEqualTo(newestFirst.reversed());
    }

    @Test
    void saysThatTheDatabaseIsAway() {
        server.kill();
        try {
            assertThatThrownBy(ledger::ping).isInstanceOfSatisfying(Failure.class, this::isAway);
            assertThatThrownBy(() -> ledger.accept(Samples.queued(1), new Request("request-1", "one")))
                    .isInstanceOfSatisfying(Failure.class, this::isAway);
        } finally {
            server.restart();
        }
        ledger.ping();
        assertThat(ledger.live()).isEmpty();
    }

    @Test
    void whoLedBeforeTheDatabaseWasStartedAgainLeadsOn() {
        server.kill();
        assertThatThrownBy(leadership::confirm).isInstanceOfSatisfying(Failure.class, this::isAway);
        server.restart();

        assertThat(leadership.look().attended()).isFalse();
        assertThat(leadership.confirm()).isTrue();
        assertThat(leadership.look().attended()).isTrue();
        ledger.accept(Samples.queued(1), new Request("request-1", "one"));
    }

    private void isAway(Failure failure) {
        assertThat(failure.reason()).isEqualTo(Reason.DATABASE_UNAVAILABLE);
    }
}
