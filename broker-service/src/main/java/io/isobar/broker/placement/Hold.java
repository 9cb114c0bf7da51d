package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.workload.WorkloadId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pool that is kept for work that waits for it, so that what comes later does not delay it: the reservation of EASY backfill
 * (Lifka, JSSPP 1995; Mu'alem and Feitelson, TPDS 2001).
 *
 * @param holder whose it is
 * @param shadowTime by then the holder starts, if what runs ends as expected; null: that is not known
 * @param extraNodes on so many nodes work may run past the shadow time, wherever it sits, and the holder still finds its room
 */
public record Hold(
        WorkloadId holder, PoolKey pool, @Nullable Instant shadowTime, long extraNodes) {

    /**
     * For work in a place that has not the room.
     *
     * <p>Which nodes work sits on is the region's affair, so the worst is assumed: each replica that runs past the shadow time, and each
     * node that is in use by others, costs the holder a node, and one of the largest. The shadow time is the first at which it is certain
     * to have its room even so, if all ends as expected; what ends by then, or finds an extra node, cannot make it later.
     */
    static Hold of(WorkloadId holder, Forecast.Place place, List<Occupant> occupants, Instant now) {
        var free = place.pool().free();
        long ours = occupants.stream().mapToLong(Occupant::replicas).sum();
        long others = Math.max(0, free.nodesInUse() - ours);
        // Where too much is reserved, it starts when that is over.
        var opens = place.earliest(now);
        long reserved = opens.isAfter(now) ? 0 : place.reserved(now);
        long spare = free.nodesToSpare(place.shape(), place.replicas()) - others - reserved;
        var counted = reserved == 0
                ? occupants
                : occupants.stream()
                        .filter(occupant -> !place.isOnReserved(occupant))
                        .toList();
        var byTime = counted.stream()
                .filter(occupant -> occupant.endsAt() != null)
                .sorted(Comparator.comparing(Occupant::endsAt))
                .toList();
        long past = counted.stream().mapToLong(Occupant::replicas).sum();
        Instant shadowTime = opens.isAfter(now) ? opens : null;
        for (var occupant : byTime) {
            if (past <= spare && !Objects.equals(occupant.endsAt(), shadowTime)) {
                break;
            }
            past -= occupant.replicas();
            shadowTime = occupant.endsAt();
        }
        return past <= spare
                ? new Hold(
                        holder,
                        place.pool().key(),
                        shadowTime == null ? null : place.earliest(shadowTime),
                        spare - past)
                : new Hold(holder, place.pool().key(), null, 0);
    }

    /** Why work on so many nodes that ends then, null: nobody knows when, has to wait; empty: it delays the holder by nothing. */
    Optional<Objection> objection(int nodes, @Nullable Instant endsAt, Instant now) {
        boolean endsInTime = shadowTime != null && endsAt != null && !endsAt.isAfter(shadowTime);
        if (endsInTime || nodes <= extraNodes) {
            return Optional.empty();
        }
        var starts = shadowTime == null
                ? "when enough of what runs has ended"
                : "by " + (shadowTime.isBefore(now) ? now : shadowTime).truncatedTo(ChronoUnit.SECONDS);
        var ends = endsAt == null ? "may run for ever" : "may run until " + endsAt.truncatedTo(ChronoUnit.SECONDS);
        return Optional.of(new Objection(
                Reason.HELD_FOR_ANOTHER,
                "kept for " + holder + ", which starts " + starts + "; this " + ends + " on up to " + nodes + " nodes, "
                        + extraNodes + " can be spared"));
    }

    /** After work that runs past the shadow time took so many nodes. */
    Hold without(int nodes) {
        return new Hold(holder, pool, shadowTime, Math.max(0, extraNodes - nodes));
    }

    /** Whether something may start under this hold that could not under {@code other}. */
    boolean isLooserThan(Hold other) {
        return !holder.equals(other.holder)
                || extraNodes > other.extraNodes
                || (shadowTime != null && (other.shadowTime == null || shadowTime.isAfter(other.shadowTime)));
    }
}
