package io.isobar.broker.placement;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.capacity.Reservation;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/** Whether nodes can be reserved: whether they will be there, if what runs ends as expected. */
public final class ReservationCheck {
    /** What begins so long ago at most begins now: it took a while to say it. */
    private static final Duration JUST_NOW = Duration.ofMinutes(1);

    private ReservationCheck() {}

    /** What stands against it; empty: nothing does. */
    public static Optional<Failure> objection(
            Reservation wanted, CapacityBook book, Occupant.Source occupants, Instant now) {
        var pool = book.pool(wanted.pool()).orElse(null);
        if (pool == null) {
            return Optional.of(Failure.notFound("pool", wanted.pool().toString()));
        }
        if (pool.report().queue() != null) {
            return invalid(
                    "pool", wanted.pool() + " has places in a queue, and no nodes of its own; name another pool");
        }
        if (wanted.from().isBefore(now.minus(JUST_NOW))) {
            return invalid(
                    "from", "is in the past: " + wanted.from() + ", it is " + now.truncatedTo(ChronoUnit.SECONDS));
        }
        if (wanted.isOverAt(now)) {
            return invalid(
                    "until", "is over already: " + wanted.until() + ", it is " + now.truncatedTo(ChronoUnit.SECONDS));
        }
        var others = pool.reservations();
        var known = others.named(wanted.name());
        if (known.isPresent()) {
            return invalid(
                    "name",
                    "pool " + wanted.pool() + " has a reservation " + wanted.name() + " already, of tenant "
                            + known.get().tenant() + " from " + known.get().from() + " until "
                            + known.get().until() + "; take that one back, or use another name");
        }
        if (others.size() >= Reservation.MOST_IN_A_POOL) {
            return invalid(
                    "name",
                    "pool " + wanted.pool() + " has " + others.size() + " reservations, at most "
                            + Reservation.MOST_IN_A_POOL + " are allowed; take one back");
        }
        long nodes = pool.report().capacity().nodes();
        if (wanted.nodes() > nodes) {
            return invalid(
                    "nodes",
                    "is " + wanted.nodes() + ", pool " + wanted.pool() + " has " + ReservationGate.nodes(nodes));
        }
        long most = reservable(wanted, book, occupants, now);
        return wanted.nodes() <= most
                ? Optional.empty()
                : Optional.of(new Failure(
                        Reason.INSUFFICIENT_CAPACITY,
                        "of the " + ReservationGate.nodes(nodes) + " of pool " + wanted.pool() + ", " + most
                                + " can be reserved from " + wanted.from() + " until " + wanted.until() + ", "
                                + wanted.nodes() + " are asked for; others are reserved then, or work may still be on"
                                + " them, by when it is expected to end or without a known end",
                        Map.of("nodes", Integer.toString(wanted.nodes()), "most", Long.toString(most))));
    }

    private static Optional<Failure> invalid(String field, String problem) {
        return Optional.of(Failure.invalid("reservation." + field, problem));
    }

    /**
     * How many nodes of its pool a reservation could have at most, as expected: beside those that others have reserved at any time of
     * it, and those that work may still be on when it begins. 0 where the pool is not there.
     */
    public static long reservable(Reservation wanted, CapacityBook book, Occupant.Source occupants, Instant now) {
        var pool = wanted.pool();
        return book.pool(pool)
                .map(view -> reservable(
                        wanted, PoolReserve.of(with(view, wanted), book.uncovered(pool), occupants.in(pool), now)))
                .orElse(0L);
    }

    private static PoolView with(PoolView pool, Reservation wanted) {
        return pool.with(pool.reservations().with(wanted));
    }

    private static long reservable(Reservation wanted, PoolReserve reserve) {
        // What is reserved at one time grows only when a reservation begins, and what runs only becomes less.
        long lacking = reserve.holds().stream()
                .filter(hold ->
                        !hold.start().isBefore(wanted.from()) && hold.start().isBefore(wanted.until()))
                .mapToLong(PoolReserve.Hold::extraNodes)
                .min()
                .orElse(0);
        return Math.clamp(wanted.nodes() + lacking, 0, reserve.nodes().nodes());
    }
}
