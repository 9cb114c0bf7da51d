package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.capacity.Reservation;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a pool has the reservation that a workload is for, and whether that has begun. */
final class ReservationGate {
    private ReservationGate() {}

    static Optional<Objection> objection(PoolView pool, WorkloadSpec spec) {
        var name = spec.placement().reservation();
        if (name == null) {
            return Optional.empty();
        }
        var known = pool.reservations().named(name);
        if (known.filter(one -> one.isFor(spec.tenant(), name)).isEmpty()) {
            return Optional.of(new Objection(
                    Reason.RESERVATION_UNKNOWN,
                    known.isEmpty()
                            ? "there is no reservation " + name
                            : "reservation " + name + " is not of tenant " + spec.tenant()));
        }
        var reservation = known.get();
        return pool.reservations().begun().contains(reservation)
                ? Optional.empty()
                : Optional.of(new Objection(
                        Reason.HELD_FOR_RESERVATION,
                        inWords(reservation) + " begins at " + reservation.from() + " and ends at "
                                + reservation.until(),
                        "Wait until " + reservation.from() + "."));
    }

    /** For people: on whose nodes it is; null: on none that are reserved for it. */
    static @Nullable String note(PoolView pool, WorkloadSpec spec) {
        var own = own(pool, spec);
        return own == null ? null : "on nodes of " + inWords(own) + ", which is until " + own.until();
    }

    /** What the workload has reserved of the pool, begun or not; null: nothing. */
    static @Nullable Reservation own(PoolView pool, WorkloadSpec spec) {
        var name = spec.placement().reservation();
        return name == null
                ? null
                : pool.reservations()
                        .named(name)
                        .filter(one -> one.isFor(spec.tenant(), name))
                        .orElse(null);
    }

    static String inWords(Reservation reservation) {
        return "reservation " + reservation.name() + " of " + nodes(reservation.nodes());
    }

    static String nodes(long count) {
        return count == 1 ? "1 node" : count + " nodes";
    }
}
