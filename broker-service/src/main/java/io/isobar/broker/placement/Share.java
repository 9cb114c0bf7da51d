package io.isobar.broker.placement;

import java.util.Comparator;

/**
 * How much one has beside its siblings; who has the least is served next.
 *
 * @param last it has no weight: all siblings that have one come before
 */
record Share(boolean last, double amount) implements Comparable<Share> {
    static final Share NOTHING = new Share(false, 0);

    /** Sums in another order differ in their last digits, which must decide nothing. */
    private static final double FINEST = 1e9;

    private static final Comparator<Share> ORDER =
            Comparator.comparing(Share::last).thenComparingDouble(Share::rounded);

    private double rounded() {
        return Math.rint(amount * FINEST) / FINEST;
    }

    @Override
    public int compareTo(Share other) {
        return ORDER.compare(this, other);
    }
}
