package io.isobar.broker.placement;

import io.isobar.broker.capacity.Fit;
import io.isobar.broker.capacity.Histogram;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.placement.Exchange.Option;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Who of several workloads is where, what that costs, and what is left of the pools; sets of workloads are bits of one number. */
final class Placing {
    static final int NOWHERE = -1;

    /** What having no place counts, in millionths: more than any bill. */
    private static final long NO_PLACE = 1L << 48;

    /** And to have had one: more than to have none counts for all others. */
    private static final long PLACE_LOST = NO_PLACE << 7;

    /** The pool of each option of each member, by number. */
    final int[][] pools;

    final long[][] bills;
    /** Of each option: which part of the pool it takes. */
    final double[][] shares;

    private final List<List<Option>> options;
    private final Histogram[] empty;
    private final long[] noPlace;
    private State state;
    private int asked;

    /** As things are; of a copy nothing that follows is seen. */
    static final class State {
        private final int[] option;
        private final long[] members;
        private final Histogram[] left;

        private State(int[] option, long[] members, Histogram[] left) {
            this.option = option;
            this.members = members;
            this.left = left;
        }

        private State copy() {
            return new State(option.clone(), members.clone(), left.clone());
        }
    }

    /** Nobody has a place yet; {@code free} is what pools have without them. */
    Placing(List<List<Option>> options, Function<PoolKey, Histogram> free) {
        this.options = options;
        Map<PoolKey, Integer> numbers = new HashMap<>();
        var histograms = new ArrayList<Histogram>();
        int members = options.size();
        pools = new int[members][];
        bills = new long[members][];
        shares = new double[members][];
        noPlace = new long[members];
        for (int member = 0; member < members; member++) {
            pools[member] = options.get(member).stream()
                    .mapToInt(option -> numbers.computeIfAbsent(option.pool(), pool -> {
                        histograms.add(free.apply(pool));
                        return histograms.size() - 1;
                    }))
                    .toArray();
            bills[member] = options.get(member).stream()
                    .mapToLong(option -> Math.min(option.bill(), NO_PLACE - 1))
                    .toArray();
        }
        empty = histograms.toArray(Histogram[]::new);
        for (int member = 0; member < members; member++) {
            shares[member] = new double[pools[member].length];
            for (int option = 0; option < pools[member].length; option++) {
                var place = options.get(member).get(option);
                double room = empty[pools[member][option]].room(place.shape(), Integer.MAX_VALUE);
                shares[member][option] = Math.min(1, place.replicas() / Math.max(1, room));
            }
        }
        var nowhere = new int[members];
        Arrays.fill(nowhere, NOWHERE);
        state = new State(nowhere, new long[empty.length], empty.clone());
    }

    int members() {
        return pools.length;
    }

    int poolCount() {
        return empty.length;
    }

    /** Questions to histograms so far, some 50 ns each. */
    int asked() {
        return asked;
    }

    /** The place of each member. */
    int[] places() {
        return state.option;
    }

    int placeOf(int member) {
        return state.option[member];
    }

    /** Who is in a pool. */
    long in(int pool) {
        return state.members[pool];
    }

    /** To have no place costs a member so much: less for one that has none now, {@code now} less than 0. */
    void had(int member, int now) {
        noPlace[member] = now >= 0 ? PLACE_LOST : NO_PLACE;
    }

    /** In millionths; of no place, what that counts. */
    long bill(int member, int option) {
        return option == NOWHERE ? noPlace[member] : bills[member][option];
    }

    long cost(long members) {
        long sum = 0;
        for (long rest = members; rest != 0; rest &= rest - 1) {
            int member = Long.numberOfTrailingZeros(rest);
            sum += bill(member, state.option[member]);
        }
        return sum;
    }

    /** Before something is tried; {@link #restore} takes it back. */
    State save() {
        var before = state;
        state = before.copy();
        return before;
    }

    void restore(State before) {
        state = before;
    }

    boolean fits(int member, int option) {
        var place = options.get(member).get(option);
        asked++;
        return state.left[pools[member][option]].room(place.shape(), place.replicas()) >= place.replicas();
    }

    /** False: it does not fit. */
    boolean put(int member, int option) {
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

    /** What is left of the pool of an option. */
    Histogram leftFor(int member, int option) {
        return state.left[pools[member][option]];
    }

    /** Takes back the last {@link #put} into that pool, before which so much was left. */
    void takeBack(int member, int option, Histogram left) {
        int pool = pools[member][option];
        state.left[pool] = left;
        state.members[pool] &= ~(1L << member);
        state.option[member] = NOWHERE;
    }

    /** False: those who stay do not fit in this order, which can be where nodes differ. */
    boolean takeOut(long members) {
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
}
