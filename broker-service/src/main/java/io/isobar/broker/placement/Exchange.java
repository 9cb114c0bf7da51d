package io.isobar.broker.placement;

import io.isobar.broker.capacity.Fit;
import io.isobar.broker.capacity.Histogram;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.ReplicaShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Looks for places for several workloads that cost less together than the cheapest place for each in turn: who comes first takes what
 * another one needs more.
 *
 * <p>First all of them choose by {@link ShadowPrices}. Then a local search moves a workload to another place, and whoever was there
 * or where it came from finds a place anew; then all of two pools, or of three, find one anew. Among those that look for a place, who
 * loses most by not getting the best one is served first. No chance is in it: the same inputs give the same result.
 */
final class Exchange {
    /** The search works with sets of workloads in one number. */
    static final int MOST_MEMBERS = Long.SIZE;

    private static final int STEPS = 1_000;
    private static final int STEPS_BETWEEN_TRIES = 20;

    /** What having no place counts, in millionths: more than any bill. */
    private static final long NO_PLACE = 1L << 48;

    /** And to have had one: more than to have none counts for all others. */
    private static final long PLACE_LOST = NO_PLACE << 7;

    private static final int NOWHERE = -1;

    /** A place that a workload could have; {@code bill} in millionths. */
    record Option(PoolKey pool, ReplicaShape shape, int replicas, long bill) {}

    private final List<List<Option>> options;
    private final Histogram[] empty;
    /** The pool of each option of each member, by number. */
    private final int[][] pools;

    private final long[][] bills;
    private final double[][] shares;
    private final long[] noPlace;
    private double[] prices;
    private State state;
    private final int mostAsked;
    private int asked;

    /** Who is where. */
    private static final class State {
        final int[] option;
        final long[] members;
        final Histogram[] left;

        State(int[] option, long[] members, Histogram[] left) {
            this.option = option;
            this.members = members;
            this.left = left;
        }

        State copy() {
            return new State(option.clone(), members.clone(), left.clone());
        }
    }

    /**
     * Of members and the places that each of them could have.
     *
     * @param options of each member, at most {@link #MOST_MEMBERS} of them
     * @param free what is free in a pool without them
     * @param mostAsked of histograms, some 50 ns each; then the search takes what it has
     */
    Exchange(List<List<Option>> options, Function<PoolKey, Histogram> free, int mostAsked) {
        if (options.size() > MOST_MEMBERS) {
            throw new IllegalArgumentException("at most " + MOST_MEMBERS + " at once, not " + options.size());
        }
        this.options = options;
        this.mostAsked = mostAsked;
        Map<PoolKey, Integer> numbers = new HashMap<>();
        var histograms = new ArrayList<Histogram>();
        pools = new int[options.size()][];
        for (int member = 0; member < pools.length; member++) {
            pools[member] = options.get(member).stream()
                    .mapToInt(option -> numbers.computeIfAbsent(option.pool(), pool -> {
                        histograms.add(free.apply(pool));
                        return histograms.size() - 1;
                    }))
                    .toArray();
        }
        empty = histograms.toArray(Histogram[]::new);
        bills = new long[pools.length][];
        shares = new double[pools.length][];
        noPlace = new long[pools.length];
        for (int member = 0; member < pools.length; member++) {
            bills[member] = options.get(member).stream()
                    .mapToLong(option -> Math.min(option.bill(), NO_PLACE - 1))
                    .toArray();
            shares[member] = new double[pools[member].length];
            for (int option = 0; option < pools[member].length; option++) {
                var place = options.get(member).get(option);
                double room = empty[pools[member][option]].room(place.shape(), Integer.MAX_VALUE);
                shares[member][option] = Math.min(1, place.replicas() / Math.max(1, room));
            }
        }
        prices = new double[empty.length];
        var nowhere = new int[options.size()];
        Arrays.fill(nowhere, NOWHERE);
        state = new State(nowhere, new long[empty.length], empty.clone());
    }

    /**
     * Looks for better places; where {@code now} does not fit, that is the answer.
     *
     * @param now of each member, the place in its list that it has, and which it does not lose for nothing; negative: none
     * @return the places that were found, likewise
     */
    int[] improve(int[] now) {
        for (int member = 0; member < now.length; member++) {
            noPlace[member] = now[member] >= 0 ? PLACE_LOST : NO_PLACE;
        }
        for (int member = 0; member < now.length; member++) {
            if (now[member] >= 0 && !put(member, now[member])) {
                return now;
            }
        }
        search();
        return state.option;
    }

    /** How many questions it took. */
    int asked() {
        return asked;
    }

    private void search() {
        byPrices();
        boolean better = true;
        while (better && asked < mostAsked) {
            better = false;
            for (int member = 0; member < pools.length; member++) {
                better |= findsBetter(member);
            }
            better |= anyOfTwoPools();
            better = better || anyOfThreePools();
        }
    }

    private void byPrices() {
        long all = pools.length == Long.SIZE ? -1 : (1L << pools.length) - 1;
        var shadow = new ShadowPrices(empty.length, bills, pools, shares);
        for (int step = 1; step <= STEPS && asked < mostAsked; step++) {
            shadow.step();
            if (step % STEPS_BETWEEN_TRIES == 0) {
                prices = shadow.prices();
                placeAnew(all, NOWHERE, NOWHERE);
            }
        }
        prices = new double[empty.length];
    }

    private boolean anyOfTwoPools() {
        boolean better = false;
        for (int one = 0; one < empty.length; one++) {
            for (int other = one + 1; other < empty.length && asked < mostAsked; other++) {
                better |= placeAnew(state.members[one] | state.members[other], NOWHERE, NOWHERE);
            }
        }
        return better;
    }

    private boolean anyOfThreePools() {
        boolean better = false;
        for (int one = 0; one < empty.length; one++) {
            for (int other = one + 1; other < empty.length; other++) {
                for (int third = other + 1; third < empty.length && asked < mostAsked; third++) {
                    long members = state.members[one] | state.members[other] | state.members[third];
                    better |= placeAnew(members, NOWHERE, NOWHERE);
                }
            }
        }
        return better;
    }

    private boolean findsBetter(int member) {
        for (int option = 0; option < pools[member].length && asked < mostAsked; option++) {
            int at = state.option[member];
            if (option != at) {
                long here = at == NOWHERE ? 0 : state.members[pools[member][at]];
                long there = state.members[pools[member][option]];
                if (placeAnew(here | there | 1L << member, member, option)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Takes the members from their places and places them anew, one of them where it is said; false: that is no better, all stay. */
    private boolean placeAnew(long members, int first, int option) {
        if (members == 0) {
            return false;
        }
        var before = state;
        long cost = cost(members);
        state = before.copy();
        if (takeOut(members) && (first == NOWHERE || put(first, option))) {
            place(first == NOWHERE ? members : members & ~(1L << first));
            if (cost(members) < cost) {
                return true;
            }
        }
        state = before;
        return false;
    }

    private long cost(long members) {
        long sum = 0;
        for (long rest = members; rest != 0; rest &= rest - 1) {
            int member = Long.numberOfTrailingZeros(rest);
            sum += bill(member, state.option[member]);
        }
        return sum;
    }

    private long bill(int member, int option) {
        return option == NOWHERE ? noPlace[member] : bills[member][option];
    }

    /** False: those who stay do not fit in this order, which can be where nodes differ. */
    private boolean takeOut(long members) {
        for (int pool = 0; pool < empty.length; pool++) {
            if ((state.members[pool] & members) != 0) {
                long stay = state.members[pool] & ~members;
                state.members[pool] = 0;
                state.left[pool] = empty[pool];
                for (long rest = stay; rest != 0; rest &= rest - 1) {
                    int member = Long.numberOfTrailingZeros(rest);
                    if (!put(member, state.option[member])) {
                        return false;
                    }
                }
            }
        }
        for (long rest = members; rest != 0; rest &= rest - 1) {
            state.option[Long.numberOfTrailingZeros(rest)] = NOWHERE;
        }
        return true;
    }

    /** Who loses most if it does not get its best place comes first. */
    private void place(long members) {
        long rest = members;
        while (rest != 0) {
            int next = NOWHERE;
            int place = NOWHERE;
            double most = 0;
            for (long left = rest; left != 0; left &= left - 1) {
                int member = Long.numberOfTrailingZeros(left);
                int best = bestThatFits(member, NOWHERE);
                int second = best == NOWHERE ? NOWHERE : bestThatFits(member, best);
                double loss = best == NOWHERE ? 0 : cost(member, second) - cost(member, best);
                // Also where none is dearer than having no place, as prices may make it: each of them is asked once.
                if (next == NOWHERE || loss > most) {
                    most = loss;
                    next = member;
                    place = best;
                }
            }
            if (place != NOWHERE) {
                put(next, place);
            }
            rest &= ~(1L << next);
        }
    }

    private double cost(int member, int option) {
        return option == NOWHERE
                ? noPlace[member]
                : bills[member][option] + prices[pools[member][option]] * shares[member][option];
    }

    private int bestThatFits(int member, int but) {
        int best = NOWHERE;
        double least = Double.POSITIVE_INFINITY;
        for (int option = 0; option < pools[member].length; option++) {
            double cost = cost(member, option);
            if (option != but && cost < least) {
                var place = options.get(member).get(option);
                asked++;
                if (state.left[pools[member][option]].room(place.shape(), place.replicas()) >= place.replicas()) {
                    least = cost;
                    best = option;
                }
            }
        }
        return best;
    }

    private boolean put(int member, int option) {
        var place = options.get(member).get(option);
        int pool = pools[member][option];
        asked++;
        if (!(state.left[pool].fit(place.shape(), place.replicas()) instanceof Fit.Fits fits)) {
            return false;
        }
        state.left[pool] = fits.left();
        state.members[pool] |= 1L << member;
        state.option[member] = option;
        return true;
    }
}
