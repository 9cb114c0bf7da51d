package io.isobar.broker.placement;

import static io.isobar.broker.placement.Placing.NOWHERE;

import io.isobar.broker.capacity.Histogram;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.ReplicaShape;
import java.util.List;
import java.util.function.Function;

/**
 * Looks for places for several workloads that cost less together than the cheapest place for each in turn: who comes first takes what
 * another one needs more.
 *
 * <p>First all of them choose by {@link ShadowPrices}; among those that look for a place, who loses most by not getting the best one is served first
 * ({@link BestFits}). Then a local search moves a workload to another place, and whoever was there or where it came from finds a place anew; then all of
 * two pools, or of three, find one anew: the cheapest for them together ({@link CheapestFit}). No chance is in it: the same inputs give the same result.
 */
final class Exchange {
    /** The search works with sets of workloads in one number. */
    static final int MOST_MEMBERS = Long.SIZE;

    private static final int STEPS = 1_000;
    private static final int STEPS_BETWEEN_TRIES = 20;

    private final Placing placing;
    private final BestFits fits;
    private final CheapestFit cheapest;
    private final int mostAsked;

    /** A place that a workload could have; {@code bill} in millionths. */
    record Option(PoolKey pool, ReplicaShape shape, int replicas, long bill) {}

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
        this.mostAsked = mostAsked;
        this.placing = new Placing(options, free);
        this.fits = new BestFits(placing);
        this.cheapest = new CheapestFit(placing, fits, mostAsked);
    }

    /**
     * Looks for better places; where {@code now} does not fit, that is the answer.
     *
     * @param now of each member, the place in its list that it has, and which it does not lose for nothing; negative: none
     * @return the places that were found, likewise
     */
    int[] improve(int[] now) {
        for (int member = 0; member < now.length; member++) {
            placing.had(member, now[member]);
        }
        for (int member = 0; member < now.length; member++) {
            if (now[member] >= 0 && !placing.put(member, now[member])) {
                return now;
            }
        }
        byPrices();
        search();
        return placing.places();
    }

    /** How many questions it took. */
    int asked() {
        return placing.asked();
    }

    private boolean mayAsk() {
        return placing.asked() < mostAsked;
    }

    private void byPrices() {
        int members = placing.members();
        long all = members == Long.SIZE ? -1 : (1L << members) - 1;
        var shadow = new ShadowPrices(placing.poolCount(), placing.bills, placing.pools, placing.shares);
        for (int step = 1; step <= STEPS && mayAsk(); step++) {
            shadow.step();
            if (step % STEPS_BETWEEN_TRIES == 0) {
                fits.prices(shadow.prices());
                placeBy(all);
            }
        }
        fits.prices(new double[placing.poolCount()]);
    }

    /** Places all of them anew by prices; all stay where that is no better. */
    private void placeBy(long members) {
        long cost = placing.cost(members);
        var before = placing.save();
        if (placing.takeOut(members)) {
            fits.place(members);
            if (placing.cost(members) < cost) {
                return;
            }
        }
        placing.restore(before);
    }

    private void search() {
        boolean better = true;
        while (better && mayAsk()) {
            better = false;
            for (int member = 0; member < placing.members(); member++) {
                better |= findsBetter(member);
            }
            better |= anyOfTwoPools();
            better = better || anyOfThreePools();
        }
    }

    private boolean anyOfTwoPools() {
        boolean better = false;
        for (int one = 0; one < placing.poolCount(); one++) {
            for (int other = one + 1; other < placing.poolCount() && mayAsk(); other++) {
                better |= placeAnew(placing.in(one) | placing.in(other), NOWHERE, NOWHERE);
            }
        }
        return better;
    }

    private boolean anyOfThreePools() {
        boolean better = false;
        for (int one = 0; one < placing.poolCount(); one++) {
            for (int other = one + 1; other < placing.poolCount(); other++) {
                for (int third = other + 1; third < placing.poolCount() && mayAsk(); third++) {
                    long members = placing.in(one) | placing.in(other) | placing.in(third);
                    better |= placeAnew(members, NOWHERE, NOWHERE);
                }
            }
        }
        return better;
    }

    private boolean findsBetter(int member) {
        for (int option = 0; option < placing.pools[member].length && mayAsk(); option++) {
            int at = placing.placeOf(member);
            if (option != at) {
                long here = at == NOWHERE ? 0 : placing.in(placing.pools[member][at]);
                long there = placing.in(placing.pools[member][option]);
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
        long below = placing.cost(members);
        long others = members;
        if (first != NOWHERE) {
            below -= placing.bill(first, option);
            others &= ~(1L << first);
        }
        var before = placing.save();
        if (placing.takeOut(members)
                && (first == NOWHERE || placing.put(first, option))
                && (others == 0 ? below > 0 : cheapest.place(others, below))) {
            return true;
        }
        placing.restore(before);
        return false;
    }
}
