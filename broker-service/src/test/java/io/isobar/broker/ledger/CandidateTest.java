package io.isobar.broker.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.ledger.Candidate.Standing;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who leads, when: by the session of who led, and else by its lease. */
class CandidateTest {
    private static final Duration LEASE = Duration.ofSeconds(5);
    private static final Duration START = Duration.ofHours(7);

    private Duration now = START;
    private final Seat seat = new Seat(() -> now);

    private Candidate candidate(String name, Leadership leadership) {
        return new Candidate(leadership, new Contender(name, name + ":9090", "http://" + name), LEASE, () -> now);
    }

    private Candidate leader() {
        var leader = candidate("one", seat.way());
        assertThat(leader.step()).isEqualTo(Standing.LEADS);
        return leader;
    }

    /** Steps of all, at their pace, for so long; how long it took until one led. */
    private Duration untilItLeads(Candidate waiting, Duration limit, Candidate... others) {
        var from = now;
        while (now.minus(from).compareTo(limit) < 0) {
            now = now.plus(Candidate.EVERY);
            for (var other : others) {
                other.step();
            }
            if (waiting.step() == Standing.LEADS) {
                return now.minus(from);
            }
        }
        return limit;
    }

    @Test
    void whoIsGoneIsReplacedWithinASecond() {
        leader();
        var waiting = candidate("two", seat.way());
        assertThat(waiting.step()).isEqualTo(Standing.WAITS);
        seat.breakSessions();

        assertThat(untilItLeads(waiting, LEASE)).isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(waiting.leader().name()).isEqualTo("two");
    }

    @Test
    void whoSleepsIsReplacedOnceItsLeaseIsOver() {
        var asleep = leader();
        var waiting = candidate("two", seat.way());

        assertThat(untilItLeads(waiting, LEASE.multipliedBy(2))).isEqualTo(LEASE);

        assertThat(asleep.isSure()).isFalse();
        assertThat(asleep.step()).isEqualTo(Standing.DEPOSED);
        assertThat(asleep.leader().name()).isEqualTo("two");
    }

    @Test
    void whoOnlyLostItsConnectionLeadsOn() {
        var alive = leader();
        var waiting = candidate("two", seat.way());
        waiting.step();
        for (int times = 0; times < 20; times++) {
            seat.breakSessions();
            assertThat(untilItLeads(waiting, LEASE.multipliedBy(2), alive)).isEqualTo(LEASE.multipliedBy(2));
        }
        assertThat(alive.standing()).isEqualTo(Standing.LEADS);
    }

    @Test
    void aDatabaseThatWasAwayProvesNobodyGone() {
        var alive = leader();
        var waiting = candidate("two", seat.way());
        waiting.step();
        seat.away(true);
        seat.breakSessions();
        assertThat(untilItLeads(waiting, Duration.ofSeconds(3), alive)).isEqualTo(Duration.ofSeconds(3));
        seat.away(false);

        assertThat(untilItLeads(waiting, Duration.ofMillis(500))).isEqualTo(Duration.ofMillis(500));
        assertThat(alive.step()).isEqualTo(Standing.LEADS);
        assertThat(untilItLeads(waiting, LEASE.multipliedBy(2), alive)).isEqualTo(LEASE.multipliedBy(2));
    }

    @Test
    void whoNeverHadASessionIsReplacedByItsLeaseOnly() {
        assertThat(candidate("one", seat.way().withoutSession()).step()).isEqualTo(Standing.LEADS);
        var waiting = candidate("two", seat.way());

        assertThat(untilItLeads(waiting, LEASE.multipliedBy(2))).isEqualTo(LEASE);
    }

    @Test
    void theNextProcessAtTheSamePlaceLeadsAtOnce() {
        leader();

        assertThat(candidate("one", seat.way()).step()).isEqualTo(Standing.LEADS);
    }

    @Test
    void isSureForALeaseAfterTheDatabaseAnsweredLast() {
        var leader = leader();
        seat.away(true);
        now = now.plus(LEASE).minusMillis(1);
        assertThat(leader.step()).isEqualTo(Standing.LEADS);
        assertThat(leader.isSure()).isTrue();

        now = now.plusMillis(1);
        assertThat(leader.step()).isEqualTo(Standing.LEADS);
        assertThat(leader.isSure()).isFalse();

        seat.away(false);
        leader.step();
        assertThat(leader.isSure()).isTrue();
    }

    @Test
    void whoGivesTheLeadBackIsReplacedAtOnce() {
        var leader = leader();
        leader.release();

        assertThat(candidate("two", seat.way()).step()).isEqualTo(Standing.LEADS);
        assertThat(leader.isSure()).isFalse();
    }
}
