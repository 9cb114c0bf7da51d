package io.isobar.broker.spot;

/**
 * What was seen of capacity that comes and goes, and what that says of how long it will stay as it is. Both how long it is there
 * and how long it is away are a mixture of short and long times, each exponential: so what has lasted is likely to last. Shares
 * and means are learned, from a prior that counts as {@link #PRIOR} times that were seen.
 */
final class Availability {
    /** Hours that a short time lasts on average. */
    static final double SHORT = 0.25;
    /** Hours that a long time lasts on average, before any was seen. */
    private static final double LONG = 3;
    /** Of each kind, before any was seen. */
    private static final double PRIOR = 2;

    private final Times there = new Times();
    private final Times away = new Times();
    private boolean known;
    private boolean available;
    private double since;
    /** When the first time began is not known, so longer ones are the likelier to be met. */
    private boolean first = true;

    private int ended;

    /** What lasted how long, of one state. */
    private static final class Times {
        private double shortOnes = PRIOR;
        private double longOnes = PRIOR;
        private double longHours = PRIOR * LONG;

        double shareOfLong() {
            return longOnes / (shortOnes + longOnes);
        }

        double meanOfLong() {
            return longHours / longOnes;
        }

        /** Probability that a time which has lasted so long is a long one; ended says whether it ended then. */
        double isLong(double hours, boolean ended, boolean metUnderWay) {
            double mean = meanOfLong();
            // As logarithms: after weeks both densities would be 0.
            double shortToLong = Math.log((1 - shareOfLong()) / shareOfLong()) - hours / SHORT + hours / mean;
            if (ended) {
                shortToLong += Math.log(mean / SHORT);
            }
            if (metUnderWay) {
                shortToLong += Math.log(SHORT / mean);
            }
            return 1 / (1 + Math.exp(shortToLong));
        }

        void add(double hours, double isLong) {
            shortOnes += 1 - isLong;
            longOnes += isLong;
            longHours += isLong * hours;
        }
    }

    /** At this hour it is there, or not. */
    void see(boolean nowAvailable, double now) {
        if (!known) {
            known = true;
            available = nowAvailable;
            since = now;
        } else if (nowAvailable != available) {
            double hours = now - since;
            Times times = times(available);
            times.add(hours, times.isLong(hours, true, first));
            first = false;
            ended++;
            available = nowAvailable;
            since = now;
        }
    }

    private Times times(boolean ofAvailability) {
        return ofAvailability ? there : away;
    }

    /** How many times have ended. */
    int ended() {
        return ended;
    }

    /** The probability that a next time is a long one. */
    double shareOfLong(boolean ofAvailability) {
        return times(ofAvailability).shareOfLong();
    }

    /** Hours. */
    double meanOfLong(boolean ofAvailability) {
        return times(ofAvailability).meanOfLong();
    }

    /** The probability that the time which is under way is a long one. */
    double isLong(double now) {
        return times(available).isLong(now - since, false, first);
    }

    /** The rate in 1/h at which the state that is under way ends. */
    double hazard(double now) {
        double isLong = isLong(now);
        return isLong / meanOfLong(available) + (1 - isLong) / SHORT;
    }
}
