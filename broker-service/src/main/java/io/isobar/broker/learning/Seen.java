package io.isobar.broker.learning;

/**
 * How often something was seen, and for how long it was looked for; what is older counts less.
 *
 * @param events not negative
 * @param exposure hours, or tries, in which it could have happened; not negative
 */
public record Seen(double events, double exposure) {
    static final Seen NOTHING = new Seen(0, 0);

    /**
     * After some time.
     *
     * @param kept what is left of all before, 0 to 1
     * @param gained exposure that was added since
     */
    Seen after(double kept, double gained) {
        return new Seen(events * kept, exposure * kept + gained);
    }

    Seen and(double moreEvents, double moreExposure) {
        return new Seen(Math.max(0, events + moreEvents), Math.max(0, exposure + moreExposure));
    }

    Seen without(Seen part) {
        return and(-part.events, -part.exposure);
    }
}
