package io.isobar.broker.ledger;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A lead that several candidates share in memory, with the time that a test says it is. */
final class Seat {
    private final Supplier<Duration> time;
    private long epoch = 1;
    private Contender holder = Contender.NOBODY;
    private Duration expiresAt = Duration.ZERO;
    private @Nullable Way attending;
    private boolean away;

    Seat(Supplier<Duration> time) {
        this.time = time;
    }

    Way way() {
        return new Way();
    }

    void away(boolean isAway) {
        away = isAway;
    }

    /** All connections break; what is there may connect again. */
    void breakSessions() {
        attending = null;
    }

    /** One broker's way to it. */
    final class Way implements Leadership {
        private long own;
        private boolean keepsSession = true;

        /** As brokers did once. */
        Way withoutSession() {
            keepsSession = false;
            return this;
        }

        private void requireThere() {
            if (away) {
                throw new Failure(Reason.DATABASE_UNAVAILABLE, "away");
            }
        }

        private void attend() {
            attending = keepsSession ? this : null;
        }

        @Override
        public Sight look() {
            requireThere();
            return new Sight(epoch, holder, expiresAt.compareTo(time.get()) <= 0, attending != null);
        }

        @Override
        public OptionalLong take(Contender contender, Duration lease, long deserted) {
            var sight = look();
            boolean isDeserted = deserted == epoch && !sight.attended();
            if (!sight.expired() && !isDeserted && !contender.name().equals(holder.name())) {
                return OptionalLong.empty();
            }
            own = ++epoch;
            holder = contender;
            expiresAt = time.get().plus(lease);
            attend();
            return OptionalLong.of(own);
        }

        @Override
        public boolean renew(Duration lease) {
            requireThere();
            if (own != epoch) {
                return false;
            }
            expiresAt = time.get().plus(lease);
            return true;
        }

        @Override
        public boolean confirm() {
            requireThere();
            if (own != epoch) {
                return false;
            }
            attend();
            return true;
        }

        @Override
        public void release() {
            renew(Duration.ZERO);
            own = NOBODYS;
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
