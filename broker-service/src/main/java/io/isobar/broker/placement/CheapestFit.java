package io.isobar.broker.placement;

import static io.isobar.broker.placement.Placing.NOWHERE;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The cheapest places of a few members together, by branch and bound: one after the other is put into each of its options, the cheapest first, for as
 * long as what they cost and the least that the others can cost is less than the best that is known. After so many questions it takes what it has.
 */
final class CheapestFit {
    private static final int MOST_ASKED = 1_000;

    private final Placing placing;
    private final BestFits fits;
    private final int mostAsked;
    /** The options of each member, cheapest first. */
    private final int[][] byBill;

    private int[] order = {};
    private int[] found = {};
    /** What the members from one on cost at least, each at the cheapest place that fits while none of them has one. */
    private long[] least = {};

    private long limit;
    private boolean isFound;
    private int until;

    /** {@code fits} is without prices; {@code mostAsked} bounds what the placing is asked in all. */
    CheapestFit(Placing placing, BestFits fits, int mostAsked) {
        this.placing = placing;
        this.fits = fits;
        this.mostAsked = mostAsked;
        this.byBill = IntStream.range(0, placing.members())
                .mapToObj(member -> IntStream.range(0, placing.bills[member].length)
                        .boxed()
                        .sorted(Comparator.comparingLong(option -> placing.bills[member][option]))
                        .mapToInt(option -> option)
                        .toArray())
                .toArray(int[][]::new);
    }

    /** Places members that have no places; false, and nothing is placed: it is not known how they would cost less than that. */
    boolean place(long members, long below) {
        fits.look(members);
        int count = Long.bitCount(members);
        // Who loses most first: what is not the best is known to be too dear soon.
        order = IntStream.range(0, placing.members())
                .filter(member -> (members & 1L << member) != 0)
                .boxed()
                .sorted(Comparator.comparingDouble(member -> -fits.loss(member)))
                .mapToInt(member -> member)
                .toArray();
        least = new long[count + 1];
        for (int i = count - 1; i >= 0; i--) {
            least[i] = least[i + 1] + placing.bill(order[i], fits.best(order[i]));
        }
        if (least[0] >= below) {
            return false;
        }
        limit = below;
        isFound = false;
        found = new int[count];
        until = Math.min(placing.asked() + MOST_ASKED, mostAsked);
        branch(0, 0);
        for (int i = 0; i < count && isFound; i++) {
            if (found[i] != NOWHERE) {
                placing.put(order[i], found[i]);
            }
        }
        return isFound;
    }

    private void branch(int depth, long sum) {
        if (depth == order.length) {
            limit = sum;
            isFound = true;
            for (int i = 0; i < depth; i++) {
                found[i] = placing.placeOf(order[i]);
            }
            return;
        }
        int member = order[depth];
        for (int option : byBill[member]) {
            long with = sum + placing.bills[member][option];
            if (with + least[depth + 1] >= limit || placing.asked() >= until) {
                return;
            }
            if (placing.fits(member, option)) {
                var left = placing.leftFor(member, option);
                placing.put(member, option);
                branch(depth + 1, with);
                placing.takeBack(member, option, left);
            }
        }
        long without = sum + placing.bill(member, NOWHERE);
        if (without + least[depth + 1] < limit && placing.asked() < until) {
            branch(depth + 1, without);
        }
    }
}
