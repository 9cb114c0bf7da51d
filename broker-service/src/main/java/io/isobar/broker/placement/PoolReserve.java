package io.isobar.broker.placement;

import io.isobar.broker.capacity.Histogram;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.capacity.Reservation;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.resource.DurationText;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What reservations keep of a pool: a hold of EASY backfill for each, whose shadow time is fixed.
 *
 * <p>Which nodes work sits on is the region's affair, so the worst is assumed, as far as it can be: each replica of others that runs past
 * the time at which a reservation begins has a node of its own then, but all of them together have no more nodes than are in use now,
 * for work does not wander. Work that should have ended runs until nobody knows when.
 *
 * @param nodes of the pool, by what each of them has
 * @param holds in the order in which they begin
 */
public record PoolReserve(Histogram nodes, List<Hold> holds) {
    public PoolReserve {
        holds = List.copyOf(holds);
    }

    /**
     * What one of them keeps.
     *
     * @param start when it begins; when this was reckoned, for one that has begun
     * @param together nodes of all reservations that have some at the start
     * @param extraNodes nodes that others may take at the start beyond those that may still have some then; less than 0: so many that
     *     are reserved may be lacking
     * @param used replicas of its tenant's on its nodes
     */
    public record Hold(
            Reservation reservation, Instant start, long together, long extraNodes, Map<ReplicaShape, Long> used) {
        public Hold {
            used = Map.copyOf(used);
        }

        private boolean isOf(WorkloadSpec spec) {
            var name = spec.placement().reservation();
            return name != null && reservation.isFor(spec.tenant(), name);
        }

        private boolean isPastStart(@Nullable Instant endsAt) {
            return endsAt == null || endsAt.isAfter(start);
        }
    }

    /**
     * As things are.
     *
     * @param uncovered replicas that were given away, and that the pool's report does not have yet
     * @param occupants all that holds capacity of the pool, those replicas included
     */
    static PoolReserve of(PoolView pool, long uncovered, List<Occupant> occupants, Instant now) {
        return of(pool, uncovered, occupants, Set.of(), now);
    }

    /** As things will be once some of the occupants have left. */
    static PoolReserve of(PoolView pool, long uncovered, List<Occupant> occupants, Set<Occupant> leaving, Instant now) {
        var nodes = pool.report().capacity();
        var reckoning = new Reckoning(pool, uncovered, occupants, leaving, now);
        return new PoolReserve(
                nodes,
                pool.reservations().all().stream()
                        .map(reckoning::hold)
                        .sorted(Comparator.comparing(Hold::start))
                        .toList());
    }

    /** What is known of a pool at a time. */
    private static final class Reckoning {
        private final PoolView pool;
        private final Histogram nodes;
        private final List<Occupant> occupants;
        private final Set<Occupant> leaving;
        private final Instant now;
        /** At most. */
        private final long inUse;
        /** Whether a replica as large as a node shares it with nobody: not with work that takes no units. */
        private final boolean allTakeUnits;

        private final long foreign;

        Reckoning(PoolView pool, long uncovered, List<Occupant> occupants, Set<Occupant> leaving, Instant now) {
            this.pool = pool;
            this.nodes = pool.report().capacity();
            this.occupants = occupants;
            this.leaving = leaving;
            this.now = now;
            this.inUse = Math.min(nodes.nodes(), nodes.nodesInUse() + uncovered);
            this.allTakeUnits = occupants.stream().allMatch(one -> one.shape().units() > 0);
            this.foreign = foreignNodes();
        }

        Hold hold(Reservation reservation) {
            var start = reservation.hasBegunAt(now) ? now : reservation.from();
            var active = pool.reservations().activeAt(start);
            long together = active.stream().mapToLong(Reservation::nodes).sum();
            var used = new HashMap<ReplicaShape, Long>();
            long past = foreign;
            long filledByTheirs = 0;
            for (var occupant : occupants) {
                if (leaving.contains(occupant)) {
                    continue;
                }
                if (isOf(occupant, reservation)) {
                    used.merge(occupant.shape(), (long) occupant.replicas(), Long::sum);
                }
                if (active.stream().anyMatch(one -> isOf(occupant, one))) {
                    filledByTheirs += filled(occupant);
                } else if (mayRunPast(occupant, start)) {
                    past += occupant.replicas();
                }
            }
            long taken = Math.min(past, Math.max(0, inUse - filledByTheirs));
            return new Hold(reservation, start, together, nodes.nodes() - together - taken, used);
        }

        private static boolean isOf(Occupant occupant, Reservation reservation) {
            var name = occupant.reservation();
            return name != null && reservation.isFor(occupant.tenant(), name);
        }

        /** Of what should have ended nobody knows when it does. */
        private boolean mayRunPast(Occupant occupant, Instant start) {
            var end = occupant.endsAt();
            return end == null || end.isAfter(start) || !end.isAfter(now);
        }

        /** Nodes in use by work that the broker did not place, at most. */
        private long foreignNodes() {
            var free = pool.free();
            long replicas = 0;
            long filled = 0;
            long ours = 0;
            for (var occupant : occupants) {
                replicas += occupant.replicas();
                filled += filled(occupant);
                ours += (long) occupant.shape().units() * occupant.replicas();
            }
            long units = Math.max(0, free.totalUnits() - free.freeUnits() - ours);
            return Math.max(inUse - replicas, Math.min(units, Math.max(0, inUse - filled)));
        }

        /** Nodes that it surely shares with nobody. */
        private long filled(Occupant occupant) {
            return allTakeUnits && nodes.fillsANode(occupant.shape()) ? occupant.replicas() : 0;
        }
    }

    /** Nodes that so many replicas of each shape take, when those of a shape share nodes as far as they can. */
    private long nodesOf(Map<ReplicaShape, Long> replicas) {
        return replicas.entrySet().stream()
                .mapToLong(entry -> {
                    long each = Math.max(1, nodes.replicasOnANode(entry.getKey()));
                    return (entry.getValue() + each - 1) / each;
                })
                .sum();
    }

    /** Nodes of a reservation that its tenant's work takes. */
    public long nodesUsed(Hold hold) {
        return nodesOf(hold.used());
    }

    /**
     * Nodes of a reservation that its tenant may not find when it begins, or now where it has begun; by expected ends, and where
     * nobody knows which nodes work is on, at worst.
     */
    public long shortfall(Hold hold) {
        return Math.clamp(-hold.extraNodes(), 0, hold.reservation().nodes());
    }

    /** Why such work has to wait that begins now and ends then, null: nobody knows when; empty: it keeps nobody from what is reserved. */
    Optional<Objection> objection(
            WorkloadSpec spec, ReplicaShape shape, int replicas, @Nullable Instant endsAt, Instant now) {
        var own = holds.stream().filter(hold -> hold.isOf(spec)).findFirst();
        var beyond = own.flatMap(hold -> beyond(hold, shape, replicas));
        if (beyond.isPresent() || isWithin(spec, endsAt)) {
            return beyond;
        }
        return holds.stream()
                .filter(hold -> hold.isPastStart(endsAt) && replicas > hold.extraNodes())
                .findFirst()
                .map(hold -> objection(hold, hold.isOf(spec), replicas, endsAt, now));
    }

    /** Whether such work is on nodes that are reserved for it for as long as it runs. */
    boolean isWithin(WorkloadSpec spec, @Nullable Instant endsAt) {
        return holds.stream()
                .anyMatch(hold -> hold.isOf(spec)
                        && endsAt != null
                        && !endsAt.isAfter(hold.reservation().until()));
    }

    /** More than its tenant reserved. */
    private Optional<Objection> beyond(Hold own, ReplicaShape shape, int replicas) {
        var with = new HashMap<>(own.used());
        with.merge(shape, (long) replicas, Long::sum);
        long used = nodesUsed(own);
        long needed = nodesOf(with);
        return needed <= own.reservation().nodes()
                ? Optional.empty()
                : Optional.of(
                        new Objection(
                                Reason.HELD_FOR_RESERVATION,
                                ReservationGate.inWords(own.reservation()) + " until "
                                        + own.reservation().until() + " has " + used + " in use; with this it would be "
                                        + needed,
                                "Wait until work in it has ended, ask for fewer replicas, or leave out placement.reservation."));
    }

    private static Objection objection(Hold hold, boolean own, int replicas, @Nullable Instant endsAt, Instant now) {
        var reservation = hold.reservation();
        boolean begun = reservation.hasBegunAt(now);
        var ends = endsAt == null ? "may run for ever" : "may run until " + endsAt.truncatedTo(ChronoUnit.SECONDS);
        var spared = Math.max(0, hold.extraNodes()) + " can be spared";
        var before = own ? reservation.until() : reservation.from();
        var most = Duration.between(now, before).truncatedTo(ChronoUnit.MINUTES);
        var wait = "Wait until " + reservation.until() + ".";
        return new Objection(
                Reason.HELD_FOR_RESERVATION,
                ReservationGate.nodes(reservation.nodes())
                        + (reservation.nodes() == 1 ? " is" : " are") + " kept for reservation " + reservation.name()
                        + " of tenant " + reservation.tenant()
                        + (begun ? " until " : " from " + reservation.from() + " until ") + reservation.until()
                        + "; this " + ends + " on up to " + ReservationGate.nodes(replicas) + ", " + spared,
                most.isPositive() && (own || !begun)
                        ? "Set spec.timeLimit to " + DurationText.print(most) + " or less"
                                + (own ? "." : ", or wait until " + reservation.until() + ".")
                        : wait);
    }

    /** After such work began. */
    PoolReserve without(WorkloadSpec spec, ReplicaShape shape, int replicas, @Nullable Instant endsAt) {
        var own = holds.stream().filter(hold -> hold.isOf(spec)).findFirst().orElse(null);
        return new PoolReserve(
                nodes,
                holds.stream()
                        .map(hold -> {
                            boolean within = own != null
                                    && !own.reservation().isOverAt(hold.start())
                                    && !own.start().isAfter(hold.start());
                            var used = new HashMap<>(hold.used());
                            if (hold.equals(own)) {
                                used.merge(shape, (long) replicas, Long::sum);
                            }
                            long taken = within || !hold.isPastStart(endsAt) ? 0 : replicas;
                            return new Hold(
                                    hold.reservation(), hold.start(), hold.together(), hold.extraNodes() - taken, used);
                        })
                        .toList());
    }
}
