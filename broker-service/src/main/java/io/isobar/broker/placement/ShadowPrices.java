package io.isobar.broker.placement;

import java.util.Arrays;

/**
 * What all of a pool should cost beyond its bill so that not more want it than it can take: Lagrange's multipliers of the pools'
 * capacities, approached by subgradients. Whoever chooses by bill and price together leaves scarce pools to those who need them.
 */
final class ShadowPrices {
    /** The first step goes so far, as a share of the sum of all bills; each further one a little less. */
    private static final double FIRST_STEP = 1;

    private static final double SHORTER = 0.993;

    /** Of a pool: what is less is a matter of rounding, for no pool has a billion places. */
    private static final double LEAST_EXCESS = 1e-9;

    private final long[][] bills;
    private final int[][] pools;
    private final double[][] shares;
    private final double[] prices;
    private double length = FIRST_STEP;

    /**
     * Of members and their options.
     *
     * @param pools number of the pool of each option
     * @param shares of the pool that the option takes, 0 to 1
     */
    ShadowPrices(int count, long[][] bills, int[][] pools, double[][] shares) {
        this.bills = bills;
        this.pools = pools;
        this.shares = shares;
        this.prices = new double[count];
    }

    /** Of all of each pool, in millionths; changed by the next step. */
    double[] prices() {
        return prices;
    }

    /** Everybody chooses; what too many choose becomes dearer, what too few choose cheaper. */
    void step() {
        var excess = new double[prices.length];
        Arrays.fill(excess, -1);
        double sum = 0;
        for (int member = 0; member < pools.length; member++) {
            int choice = choiceOf(member);
            if (choice >= 0) {
                excess[pools[member][choice]] += shares[member][choice];
                sum += bills[member][choice];
            }
        }
        double squares = 0;
        for (int pool = 0; pool < prices.length; pool++) {
            // What costs nothing and is not wanted becomes no cheaper.
            excess[pool] = prices[pool] == 0 ? Math.max(0, excess[pool]) : excess[pool];
            // Three shares of a third are one only nearly; divided by its own square, what is left would be a price
            // without bounds.
            excess[pool] = Math.abs(excess[pool]) < LEAST_EXCESS ? 0 : excess[pool];
            squares += excess[pool] * excess[pool];
        }
        for (int pool = 0; pool < prices.length && squares > 0; pool++) {
            prices[pool] = Math.max(0, prices[pool] + length * sum / squares * excess[pool]);
        }
        length *= SHORTER;
    }

    private int choiceOf(int member) {
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int option = 0; option < pools[member].length; option++) {
            double cost = bills[member][option] + prices[pools[member][option]] * shares[member][option];
            if (cost < least) {
                least = cost;
                best = option;
            }
        }
        return best;
    }
}
