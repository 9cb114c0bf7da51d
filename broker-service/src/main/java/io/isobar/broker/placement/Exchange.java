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
 * another one needs more. A local search over two moves: one workload goes to a better place and whoever was there finds others; all
 * workloads of two pools are placed anew. Whoever has most to lose by waiting is placed first. No chance is in it: the same
 * inputs give the same result.
 */
final class Exchange {
    /** The search works with sets of workloads in one number. */
    static final int MOST_MEMBERS = Long.SIZE;

    /** Questions to histograms, some 50 ns each, after which the search takes what it has. */
    private static final int MOST_ASKED = 400_000;

    /** What having no place counts: more than any bill. */
    private static final long NO_PLACE = 1L << 50;

    private static final int NOWHERE = -1;

    /** A place that a workload could have. {@code bill} in millionths; what is dearer than all bills there are counts as that dear. */
    record Option(PoolKey pool, ReplicaShape shape, int replicas, long bill) {}

    private final List<List<Option>> options;
    private final Histogram[] empty;
    /** The pool of each option of each member, by number. */
    private final int[][] pools;

    private State state;
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
     * For each member the place in its list of options, which are the cheapest first; negative: none.
     *
     * @param options of each member, at most {@link #MOST_MEMBERS} of them
     * @param now the places that they have, which all fit
     * @param free what is free in a pool without them
     */
    static int[] improve(List<List<Option>> options, int[] now, Function<PoolKey, Histogram> free) {
        var exchange = new Exchange(options, free);
        for (int member = 0; member < now.length; member++) {
            if (now[member] != NOWHERE && !exchange.put(member, now[member])) {
                return now;
            }
        }
        exchange.search();
        return exchange.state.option;
    }

    private Exchange(List<List<Option>> options, Function<PoolKey, Histogram> free) {
        if (options.size() > MOST_MEMBERS) {
            throw new IllegalArgumentException("at most " + MOST_MEMBERS + " at once, not " + options.size());
        }
        this.options = options;
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
        var nowhere = new int[options.size()];
        Arrays.fill(nowhere, NOWHERE);
        state = new State(nowhere, new long[empty.length], empty.clone());
    }

    private void search() {
        boolean better = true;
        while (better && asked < MOST_ASKED) {
            better = false;
            for (int member = 0; member < pools.length; member++) {
                better |= findsBetter(member);
            }
            for (int one = 0; one < empty.length; one++) {
                for (int other = one + 1; other < empty.length && asked < MOST_ASKED; other++) {
                    better |= placeAnew(state.members[one] | state.members[other], NOWHERE, NOWHERE);
                }
            }
        }
    }

    private boolean findsBetter(int member) {
        for (int option = 0; option < pools[member].length && asked < MOST_ASKED; option++) {
            if (option == state.option[member]) {
                return false;
            }
            long there = state.members[pools[member][option]];
            if (placeAnew(there | 1L << member, member, option)) {
                return true;
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
        return option == NOWHERE
                ? NO_PLACE
                : Math.min(NO_PLACE - 1, options.get(member).get(option).bill());
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
            long most = -1;
            for (long left = rest; left != 0; left &= left - 1) {
                int member = Long.numberOfTrailingZeros(left);
                int best = firstThatFits(member, 0);
                int second = best == NOWHERE ? NOWHERE : firstThatFits(member, best + 1);
                long loss = best == NOWHERE ? 0 : bill(member, second) - bill(member, best);
                if (loss > most) {
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

    private int firstThatFits(int member, int from) {
        for (int option = from; option < pools[member].length; option++) {
            var place = options.get(member).get(option);
            asked++;
            if (state.left[pools[member][option]].room(place.shape(), place.replicas()) >= place.replicas()) {
                return option;
            }
        }
        return NOWHERE;
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
