package io.isobar.integration.simulation;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.ledger.Changes;
import io.isobar.broker.ledger.Contender;
import io.isobar.broker.ledger.Leadership;
import io.isobar.broker.ledger.Ledger;
import io.isobar.integration.ledger.LedgerDocuments;
import io.isobar.integration.ledger.MemoryLedger;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The database that all brokers share: a ledger, and who leads. It may be away, and it may lose the answer to what it did; what it did not
 * do is gone.
 */
final class Store {
    private static final Duration USUAL_COMMIT = Duration.ofMillis(3);
    private static final Duration DOUBTFUL = Duration.ofSeconds(10);

    private final Timeline time;
    private final MemoryLedger ledger;
    private final Consumer<Changes> beforeCommit;
    private Duration awayUntil = Duration.ZERO;
    private double losingAnswers;
    private Duration commits = USUAL_COMMIT;
    private Duration lostAt = DOUBTFUL.negated();
    private long epoch;
    private Contender holder = Contender.NOBODY;
    private Duration expiresAt = Duration.ZERO;
    /** By whose connection the one that leads is seen to live. */
    private @Nullable Session attending;

    /** {@code beforeCommit} sees what is about to become durable. */
    Store(Timeline time, Consumer<Changes> beforeCommit) {
        this.time = time;
        this.ledger = new MemoryLedger(time::instant, LedgerDocuments.CODECS);
        this.beforeCommit = beforeCommit;
    }

    /** As it is, for who looks from outside. */
    MemoryLedger ledger() {
        return ledger;
    }

    /** For so long; all connections break. */
    void away(Duration length) {
        awayUntil = time.now().plus(length);
        attending = null;
    }

    void loseAnswers(double share) {
        losingAnswers = share;
    }

    /** It is busy: commits take about so long. */
    void slow(Duration mean) {
        commits = mean;
    }

    /** It is as quick as usual. */
    void quick() {
        commits = USUAL_COMMIT;
    }

    void mend() {
        awayUntil = Duration.ZERO;
        losingAnswers = 0;
        commits = USUAL_COMMIT;
    }

    /** Of who may write. */
    long epoch() {
        return epoch;
    }

    /** How long a commit takes. */
    Duration commitTakes() {
        return time.about(commits);
    }

    /** An answer was lost a moment ago, and who waited for it may not have looked again. */
    boolean isDoubtful() {
        return lostAt.plus(DOUBTFUL).compareTo(time.now()) > 0;
    }

    private void requireThere() {
        if (awayUntil.compareTo(time.now()) > 0) {
            throw unavailable();
        }
    }

    private static Failure unavailable() {
        return new Failure(Reason.DATABASE_UNAVAILABLE, "the database does not answer");
    }

    private <T> T answered(T answer) {
        if (losingAnswers > 0 && time.chance(losingAnswers)) {
            lostAt = time.now();
            throw unavailable();
        }
        return answer;
    }

    /** The way of one process to it. */
    Session open(Life life) {
        return new Session(life);
    }

    /** Writes only while its process leads. */
    final class Session implements Leadership {
        private final Life life;
        private long own;
        private Duration cutUntil = Duration.ZERO;

        Session(Life life) {
            this.life = life;
        }

        Ledger ledger() {
            return new GuardedLedger(ledger, this);
        }

        /** This process alone does not reach the store for so long. */
        void cut(Duration length, boolean losesSession) {
            cutUntil = time.now().plus(length);
            if (losesSession) {
                loseSession();
            }
        }

        private void loseSession() {
            if (attending == this) {
                attending = null;
            }
        }

        private void requireReached() {
            requireThere();
            if (cutUntil.compareTo(time.now()) > 0) {
                throw unavailable();
            }
        }

        <T> T reading(Supplier<T> what) {
            requireReached();
            return what.get();
        }

        <T> T writing(Supplier<T> what) {
            requireReached();
            if (own == 0 || own != epoch) {
                throw new Failure(Reason.NOT_LEADER, "another broker leads, by epoch " + epoch);
            }
            life.step("a write to the store");
            var answer = what.get();
            life.step("the answer of the store");
            return answered(answer);
        }

        void commit(Changes changes) {
            writing(() -> {
                beforeCommit.accept(changes);
                ledger.commit(changes);
                return true;
            });
        }

        @Override
        public Sight look() {
            requireReached();
            boolean attended = attending != null && attending.own == epoch && !attending.life.hasEnded();
            return new Sight(epoch, holder, expiresAt.compareTo(time.now()) <= 0, attended);
        }

        @Override
        public OptionalLong take(Contender by, Duration lease, long deserted) {
            var sight = look();
            boolean isDeserted = deserted == epoch && !sight.attended();
            if (!sight.expired() && !isDeserted && !by.name().equals(holder.name())) {
                return OptionalLong.empty();
            }
            epoch++;
            holder = by;
            expiresAt = time.now().plus(lease);
            own = epoch;
            attending = this;
            return OptionalLong.of(own);
        }

        @Override
        public boolean confirm() {
            requireReached();
            if (own != epoch) {
                return false;
            }
            attending = this;
            return true;
        }

        @Override
        public boolean renew(Duration lease) {
            requireReached();
            if (own != epoch) {
                return false;
            }
            expiresAt = time.now().plus(lease);
            return true;
        }

        @Override
        public void release() {
            renew(Duration.ZERO);
            own = 0;
            loseSession();
        }

        @Override
        public Contender holder() {
            return holder;
        }

        @Override
        public long epoch() {
            return own;
        }
    }
}
