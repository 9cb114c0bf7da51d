package io.isobar.agent.probe;

import java.util.function.LongSupplier;

/** So much in a minute, and no more than that at once. Safe for any thread. */
final class RateLimit {
    private static final double NANOS_PER_MINUTE = 60e9;

    private final double perMinute;
    private final LongSupplier nanos;
    private double left;
    private long at;

    /** {@code nanos}: time that only goes on, from any origin. */
    RateLimit(long perMinute, LongSupplier nanos) {
        this.perMinute = (double) perMinute;
        this.nanos = nanos;
        this.left = this.perMinute;
        this.at = nanos.getAsLong();
    }

    /** Takes it, or nothing. */
    synchronized boolean takes(long amount) {
        long now = nanos.getAsLong();
        left = Math.min(perMinute, left + (double) (now - at) * (perMinute / NANOS_PER_MINUTE));
        at = now;
        double taken = (double) amount;
        if (left < taken) {
            return false;
        }
        left -= taken;
        return true;
    }
}
