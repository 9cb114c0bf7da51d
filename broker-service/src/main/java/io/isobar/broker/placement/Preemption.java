package io.isobar.broker.placement;

import io.isobar.broker.capacity.NodeBucket;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.placement.Holdings.Sum;
import io.isobar.broker.resource.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whose place a workload takes: whole attempts that may be tried again, the least work lost, and only where the room that they leave is
 * certain to be enough. Work of a lower priority makes room, and that of its own tenant leaves it its quota; and what siblings borrowed
 * of its tenant's guarantee they give back.
 *
 * <p>Which nodes work sits on is the region's affair. It is certain that where a replica sat, as many replicas fit as it is large; and
 * in a pool of one node, that what is free adds up. The choice is greedy, by what a replica of room or the quota that is lacking costs,
 * then the lowest priority, then the youngest; and it gives back what proved not to be needed.
 *
 * @param shape of each of its replicas
 * @param wanted what the workload takes
 * @param reclaimed those of the victims that give back what their tenants borrowed
 * @param forQuota whether any of them leave because quota is lacking, and not only room
 */
record Preemption(
        PoolKey pool,
        ReplicaShape shape,
        Sum wanted,
        List<Occupant> victims,
        Set<AttemptId> reclaimed,
        boolean forQuota,
        Money cost) {
    static final int MOST_VICTIMS = 1_000;

    Preemption {
        victims = List.copyOf(victims);
        reclaimed = Set.copyOf(reclaimed);
    }

    /** The cheapest one in any of the places; no victims where enough is on its way out already. Empty: there is none. */
    static Optional<Preemption> cheapest(
            List<Forecast.Place> places, Occupant.Source occupants, Claimant claimant, Currency currency, Instant now) {
        return places.stream()
                .flatMap(place -> in(place, occupants.in(place.pool().key()), claimant, currency, now).stream())
                .min(Comparator.comparing(Preemption::cost).thenComparing(Preemption::pool));
    }

    static Optional<Preemption> in(
            Forecast.Place place, List<Occupant> occupants, Claimant claimant, Currency currency, Instant now) {
        // It may not begin there before the maintenance is over, whoever leaves; and who leaves a queue gives no node
        // back, only a place in it.
        return place.earliest(now).isAfter(now) || place.pool().report().queue() != null
                ? Optional.empty()
                : new Search(place, occupants, claimant, now).found(currency);
    }

    /** One choice of victims. */
    private static final class Search {
        private final Forecast.Place place;
        private final List<Occupant> here;
        private final Claimant claimant;
        private final Instant now;
        private final Room room;
        private final Sum wanted;
        private final @Nullable QuotaRoom quota;
        private final List<Occupant> elsewhere = new ArrayList<>();
        private final Map<AttemptId, Victim> taken = new LinkedHashMap<>();

        private record Victim(Occupant occupant, boolean isHere, Why why) {}

        private enum Why {
            /** Of a lower priority, whosever it is: for its room. */
            ROOM,
            /** Of a lower priority and the same tenant: for its quota. */
            QUOTA,
            /** It gives back what its tenant borrowed. */
            BORROWED
        }

        Search(Forecast.Place place, List<Occupant> here, Claimant claimant, Instant now) {
            this.place = place;
            this.here = here;
            this.claimant = claimant;
            this.now = now;
            this.room = new Room(place);
            var quotas = claimant.quotas();
            this.wanted = Sum.of(place.shape(), place.replicas());
            this.quota = quotas == null ? null : quotas.wanting(wanted);
        }

        Optional<Preemption> found(Currency currency) {
            here.stream().filter(Occupant::stopping).forEach(room::add);
            if (quota != null && !reclaim(quota)) {
                return Optional.empty();
            }
            makeRoom();
            if (!room.isEnough()) {
                return Optional.empty();
            }
            giveBackWhatIsNotNeeded();
            var victims = taken.values().stream().map(Victim::occupant).toList();
            var reclaimed = taken.values().stream()
                    .filter(victim -> victim.why() == Why.BORROWED)
                    .map(victim -> victim.occupant().attempt())
                    .collect(Collectors.toSet());
            var cost = victims.stream()
                    .map(occupant -> occupant.costOfStopping(now))
                    .reduce(Money.zero(currency), Money::plus);
            boolean forQuota = taken.values().stream().anyMatch(victim -> victim.why() != Why.ROOM);
            return Optional.of(
                    new Preemption(place.pool().key(), place.shape(), wanted, victims, reclaimed, forQuota, cost));
        }

        /** Until the quota is enough; false: it cannot be. */
        private boolean reclaim(QuotaRoom lacking) {
            if (!lacking.isEnough()) {
                claimant.borrowers().in(lacking.names()).stream()
                        .filter(sited -> !sited.pool().equals(place.pool().key()))
                        .map(Claimant.Sited::occupant)
                        .forEach(elsewhere::add);
            }
            Stream.concat(here.stream(), elsewhere.stream())
                    .filter(Occupant::stopping)
                    .forEach(lacking::add);
            takeForQuota(lacking);
            // Once its tenant holds less, it may have a right to what siblings borrowed.
            takeForQuota(lacking);
            return lacking.isEnough();
        }

        private void takeForQuota(QuotaRoom lacking) {
            if (lacking.isEnough()) {
                return;
            }
            var cheapestFirst = Stream.concat(
                            here.stream().map(occupant -> new Victim(occupant, true, whyForQuota(occupant, lacking))),
                            elsewhere.stream()
                                    .map(occupant -> new Victim(occupant, false, whyForQuota(occupant, lacking))))
                    .filter(victim -> victim.why() != Why.ROOM
                            && mayStop(victim.occupant())
                            && !taken.containsKey(victim.occupant().attempt()))
                    .sorted(Comparator.comparingDouble((Victim victim) -> costOfQuota(victim.occupant(), lacking))
                            .thenComparing(Victim::occupant, LOWEST_THEN_YOUNGEST))
                    .limit(MOST_VICTIMS)
                    .toList();
            for (var victim : cheapestFirst) {
                // Who was over its guarantee at first may be within it by now.
                if (!lacking.isEnough() && whyForQuota(victim.occupant(), lacking) == victim.why()) {
                    take(victim);
                }
            }
        }

        /** {@link Why#ROOM}: not for quota. */
        private Why whyForQuota(Occupant occupant, QuotaRoom lacking) {
            if (occupant.priority() < claimant.priority() && lacking.isOwn(occupant)) {
                return Why.QUOTA;
            }
            return lacking.mayReclaim() && lacking.givesBack(occupant) ? Why.BORROWED : Why.ROOM;
        }

        private double costOfQuota(Occupant occupant, QuotaRoom lacking) {
            return occupant.costOfStopping(now).micros() / lacking.lackingPart(occupant);
        }

        /** Until the room is enough, as far as that can be. */
        private void makeRoom() {
            var cheapestFirst = here.stream()
                    .filter(occupant -> mayStop(occupant) && (isLower(occupant) || borrowed(occupant)))
                    .filter(room::gains)
                    .sorted(Comparator.comparingDouble((Occupant occupant) -> room.costOfOne(occupant, now))
                            .thenComparing(LOWEST_THEN_YOUNGEST))
                    .limit(MOST_VICTIMS)
                    .toList();
            for (var occupant : cheapestFirst) {
                if (!room.isEnough()
                        && !taken.containsKey(occupant.attempt())
                        && (isLower(occupant) || borrowed(occupant))) {
                    take(new Victim(occupant, true, isLower(occupant) ? Why.ROOM : Why.BORROWED));
                }
            }
        }

        private void take(Victim victim) {
            taken.put(victim.occupant().attempt(), victim);
            if (victim.isHere()) {
                room.add(victim.occupant());
            }
            if (quota != null) {
                quota.add(victim.occupant());
            }
        }

        private void leave(Victim victim) {
            taken.remove(victim.occupant().attempt());
            if (victim.isHere()) {
                room.remove(victim.occupant());
            }
            if (quota != null) {
                quota.remove(victim.occupant());
            }
        }

        /** What was taken first may be more than is needed now. */
        private void giveBackWhatIsNotNeeded() {
            var dearestFirst = taken.values().stream()
                    .sorted(Comparator.comparing(
                                    (Victim victim) -> victim.occupant().costOfStopping(now))
                            .reversed())
                    .toList();
            for (var victim : dearestFirst) {
                leave(victim);
                if (!room.isEnough() || (quota != null && !quota.isEnough())) {
                    take(victim);
                }
            }
        }

        private boolean isLower(Occupant occupant) {
            return occupant.priority() < claimant.priority() && (quota == null || quota.mayDisplace(occupant));
        }

        private boolean borrowed(Occupant occupant) {
            return quota != null && quota.borrowed(occupant);
        }

        private static boolean mayStop(Occupant occupant) {
            return occupant.restartable() && !occupant.stopping();
        }
    }

    private static final Comparator<Occupant> LOWEST_THEN_YOUNGEST = Comparator.comparingInt(Occupant::priority)
            .thenComparing(Occupant::since, Comparator.reverseOrder())
            .thenComparing(occupant -> occupant.attempt().toString());

    /** What would be free in a place after some have left. */
    private static final class Room {
        private final ReplicaShape wanted;
        private final boolean oneNode;
        private final long needed;
        private long replicas;
        /** On the one node, where there is one. */
        private Sum free;

        Room(Forecast.Place place) {
            var now = place.pool().free();
            wanted = place.shape();
            oneNode = now.nodes() == 1;
            needed = place.replicas();
            replicas = now.room(wanted, place.replicas());
            free = oneNode ? freeOf(now.buckets().getFirst()) : Sum.NOTHING;
        }

        /** What is not known is none. */
        private static Sum freeOf(NodeBucket node) {
            return new Sum(
                    node.units().free(),
                    node.millicpus() == null ? 0 : node.millicpus().free(),
                    node.memoryBytes() == null ? 0 : node.memoryBytes().free());
        }

        void add(Occupant occupant) {
            count(occupant, 1);
        }

        void remove(Occupant occupant) {
            count(occupant, -1);
        }

        private void count(Occupant occupant, int sign) {
            replicas += sign * inPlaceOf(occupant) * occupant.replicas();
            free = free.plus(Sum.of(occupant.shape(), occupant.replicas()), sign);
        }

        boolean isEnough() {
            return replicas >= needed || (oneNode && howMany(free) >= needed);
        }

        boolean gains(Occupant occupant) {
            return oneNode || inPlaceOf(occupant) > 0;
        }

        double costOfOne(Occupant occupant, Instant now) {
            long gained = Math.max(1, inPlaceOf(occupant) * occupant.replicas());
            return (double) occupant.costOfStopping(now).micros() / gained;
        }

        /** How many fit where one replica of another one was. */
        private long inPlaceOf(Occupant occupant) {
            return howMany(Sum.of(occupant.shape(), 1));
        }

        private long howMany(Sum in) {
            return Math.min(
                    quotient(in.units(), wanted.units()),
                    Math.min(
                            quotient(in.millicpus(), wanted.millicpus()),
                            quotient(in.memoryBytes(), wanted.memoryBytes())));
        }

        private static long quotient(long has, long each) {
            return each == 0 ? Integer.MAX_VALUE : has / each;
        }
    }
}
