package io.isobar.broker.placement;

import static io.isobar.broker.placement.Placing.NOWHERE;

/**
 * Of members that look for a place, the option that costs least of those that fit, and the next best. While one after the other takes its place, only
 * those are looked at again that wanted to go where something was taken.
 */
final class BestFits {
    private final Placing placing;
    private final int[] best;
    private final int[] second;
    /** On top of bills, for all of each pool. */
    private double[] prices;

    BestFits(Placing placing) {
        this.placing = placing;
        this.best = new int[placing.members()];
        this.second = new int[placing.members()];
        this.prices = new double[placing.poolCount()];
    }

    void prices(double[] others) {
        prices = others;
    }

    int best(int member) {
        return best[member];
    }

    /** What it loses that does not get its best place. */
    double loss(int member) {
        return best[member] == NOWHERE ? 0 : cost(member, second[member]) - cost(member, best[member]);
    }

    void look(long members) {
        for (long left = members; left != 0; left &= left - 1) {
            look(Long.numberOfTrailingZeros(left));
        }
    }

    /** Who loses most if it does not get its best place comes first. */
    void place(long members) {
        look(members);
        long rest = members;
        while (rest != 0) {
            int next = NOWHERE;
            double most = 0;
            for (long left = rest; left != 0; left &= left - 1) {
                int member = Long.numberOfTrailingZeros(left);
                double loss = loss(member);
                // Also where none is dearer than having no place, as prices may make it: each of them is asked once.
                if (next == NOWHERE || loss > most) {
                    most = loss;
                    next = member;
                }
            }
            rest &= ~(1L << next);
            if (best[next] != NOWHERE) {
                placing.put(next, best[next]);
                lookAgain(rest, placing.pools[next][best[next]]);
            }
        }
    }

    private void look(int member) {
        best[member] = cheapest(member, NOWHERE);
        second[member] = best[member] == NOWHERE ? NOWHERE : cheapest(member, best[member]);
    }

    private void lookAgain(long members, int taken) {
        for (long left = members; left != 0; left &= left - 1) {
            int member = Long.numberOfTrailingZeros(left);
            if (isOf(taken, member, best[member]) && !placing.fits(member, best[member])) {
                look(member);
            } else if (isOf(taken, member, second[member]) && !placing.fits(member, second[member])) {
                second[member] = cheapest(member, best[member]);
            }
        }
    }

    private boolean isOf(int pool, int member, int option) {
        return option != NOWHERE && placing.pools[member][option] == pool;
    }

    private double cost(int member, int option) {
        return option == NOWHERE
                ? placing.bill(member, NOWHERE)
                : placing.bills[member][option]
                        + prices[placing.pools[member][option]] * placing.shares[member][option];
    }

    private int cheapest(int member, int but) {
        int found = NOWHERE;
        double least = Double.POSITIVE_INFINITY;
        for (int option = 0; option < placing.pools[member].length; option++) {
            double cost = cost(member, option);
            if (option != but && cost < least && placing.fits(member, option)) {
                least = cost;
                found = option;
            }
        }
        return found;
    }
}
