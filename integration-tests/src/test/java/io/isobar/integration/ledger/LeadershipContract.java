package io.isobar.integration.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.ledger.Changes;
import io.isobar.broker.ledger.Contender;
import io.isobar.broker.ledger.KnownRegion;
import io.isobar.broker.ledger.Leadership.Sight;
import io.isobar.broker.ledger.Request;
import io.isobar.broker.ledger.postgres.PostgresLeadership;
import io.isobar.broker.ledger.postgres.PostgresLedger;
import io.isobar.integration.samples.Samples;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several brokers on one database: one leads, and who has lost the lead writes nothing any more. */
interface LeadershipContract {
    Duration LONG = Duration.ofHours(1);

    DataSource database();

    /** The one that the other tests write by. */
    PostgresLeadership leadership();

    @AfterEach
    default void giveItBack() {
        leadership().take(named("test"), Duration.ofDays(1));
        for (var name : new String[] {"one", "two", "three"}) {
            var other = new PostgresLeadership(database());
            other.take(named(name), Duration.ZERO);
        }
        assertThat(leadership().take(named("test"), Duration.ofDays(1))).isPresent();
    }

    private static Contender named(String name) {
        return new Contender(name, name + ":9090", "http://" + name + ":8080");
    }

    private Broker broker() {
        var leadership = new PostgresLeadership(database());
        return new Broker(leadership, new PostgresLedger(database(), LedgerDocuments.CODECS, leadership));
    }

    record Broker(PostgresLeadership leadership, PostgresLedger ledger) {
        void write() {
            var changes = new Changes();
            changes.put(new KnownRegion(Samples.region("local"), "written with epoch " + leadership.epoch()));
            ledger.commit(changes);
        }

        boolean isRefused(Runnable write) {
            try {
                write.run();
                return false;
            } catch (Failure failed) {
                assertThat(failed.reason()).isEqualTo(Reason.NOT_LEADER);
                return true;
            }
        }
    }

    @Test
    default void oneLeadsAndTheOtherWaitsUntilItGivesTheLeadBack() {
        leadership().release();
        var one = broker();
        var two = broker();

        long first = one.leadership().take(named("one"), LONG).orElseThrow();
        assertThat(two.leadership().take(named("two"), LONG)).isEmpty();
        assertThat(two.leadership().holder()).isEqualTo(named("one"));
        one.write();
        assertThat(two.isRefused(two::write)).isTrue();

        one.leadership().release();
        assertThat(two.leadership().take(named("two"), LONG).orElseThrow()).isGreaterThan(first);
        two.write();
        assertThat(one.isRefused(one::write)).isTrue();
    }

    @Test
    default void whoSleptThroughItsLeaseWritesNothingAnyMore() {
        leadership().release();
        var slept = broker();
        slept.leadership().take(named("one"), Duration.ZERO);
        slept.write();
        var awake = broker();

        long epoch = awake.leadership().take(named("two"), LONG).orElseThrow();

        assertThat(slept.isRefused(slept::write)).isTrue();
        assertThat(slept.isRefused(() -> slept.ledger().accept(Samples.queued(1), new Request("request-1", "one"))))
                .isTrue();
        assertThat(slept.isRefused(() -> slept.ledger().note(new Request("request-2", "one"), "w")))
                .isTrue();
        assertThat(slept.leadership().renew(LONG)).isFalse();
        assertThat(awake.ledger().live()).isEmpty();
        assertThat(awake.leadership().epoch()).isEqualTo(epoch);
    }

    @Test
    default void whoIsLateAndWasNotReplacedGoesOn() {
        leadership().release();
        var late = broker();
        late.leadership().take(named("one"), Duration.ZERO);

        assertThat(late.leadership().renew(LONG)).isTrue();
        late.write();
    }

    @Test
    default void theNextProcessAtTheSamePlaceTakesOverAtOnce() {
        leadership().release();
        var dead = broker();
        dead.leadership().take(named("one"), LONG);
        var next = broker();

        assertThat(next.leadership().take(named("one"), LONG)).isPresent();
        assertThat(dead.isRefused(dead::write)).isTrue();
        next.write();
    }

    @Test
    default void whoSleepsWithinATransactionKeepsNobodyFromTheLead() throws SQLException {
        leadership().release();
        var asleep = broker();
        asleep.leadership().take(named("one"), Duration.ZERO);
        try (var connection = database().getConnection()) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                statement.execute(PostgresLeadership.guard());
            }
            var awake = broker();

            assertThat(awake.leadership().take(named("two"), LONG)).isPresent();

            assertThatThrownBy(() -> {
                        try (var statement = connection.createStatement()) {
                            statement.execute("delete from regions");
                        }
                        connection.commit();
                    })
                    .isInstanceOf(SQLException.class);
        }
    }

    /** As when the process at its other end is killed. */
    private void breakSessions() throws SQLException {
        try (var connection = database().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("select pg_terminate_backend(pid, 5000) from pg_locks"
                    + " where locktype = 'advisory' and objsubid = 2 and granted");
        }
    }

    @Test
    default void whoseProcessIsGoneIsReplacedBeforeItsLeaseIsOver() throws SQLException {
        leadership().release();
        var dead = broker();
        long led = dead.leadership().take(named("one"), LONG).orElseThrow();
        var next = broker();
        assertThat(next.leadership().look()).isEqualTo(new Sight(led, named("one"), false, true));

        breakSessions();

        assertThat(next.leadership().look()).isEqualTo(new Sight(led, named("one"), false, false));
        assertThat(next.leadership().take(named("two"), LONG, led)).hasValue(led + 1);
        assertThat(dead.isRefused(dead::write)).isTrue();
        assertThat(confirmed(dead)).isFalse();
        next.write();
        assertThat(broker().leadership().look()).isEqualTo(new Sight(led + 1, named("two"), false, true));
    }

    @Test
    default void whoseSessionIsThereIsNotReplacedThoughOneBelievesItGone() {
        leadership().release();
        var alive = broker();
        long led = alive.leadership().take(named("one"), LONG).orElseThrow();

        assertThat(broker().leadership().take(named("two"), LONG, led)).isEmpty();
        alive.write();
    }

    @Test
    default void whoseEpochIsOverIsNotTakenForTheOneThatIsGone() throws SQLException {
        leadership().release();
        var first = broker();
        long gone = first.leadership().take(named("one"), Duration.ZERO).orElseThrow();
        var second = broker();
        second.leadership().take(named("two"), LONG);
        breakSessions();

        assertThat(broker().leadership().take(named("three"), LONG, gone)).isEmpty();
        second.write();
    }

    @Test
    default void whoLostOnlyItsConnectionPutsItBackAndLeadsOn() throws SQLException {
        leadership().release();
        var alive = broker();
        long led = alive.leadership().take(named("one"), LONG).orElseThrow();
        breakSessions();

        assertThat(confirmed(alive)).isTrue();

        assertThat(broker().leadership().look()).isEqualTo(new Sight(led, named("one"), false, true));
        assertThat(broker().leadership().take(named("two"), LONG, led)).isEmpty();
        alive.write();
    }

    /** As the process asks: again, where the connection turns out to be gone. */
    private static boolean confirmed(Broker broker) {
        try {
            return broker.leadership().confirm();
        } catch (Failure away) {
            assertThat(away.reason()).isEqualTo(Reason.DATABASE_UNAVAILABLE);
            return broker.leadership().confirm();
        }
    }
}
