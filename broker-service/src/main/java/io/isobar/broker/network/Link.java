package io.isobar.broker.network;

import io.isobar.broker.resource.Memory;
import io.isobar.broker.resource.Money;
import java.time.Duration;

/**
 * The way from one place to another.
 *
 * @param gigabits per second that many connections together get, positive
 * @param pricePerGigabyte that the place of departure takes for 10^9 bytes, never negative
 * @param isMeasured the bandwidth is what got through; else it is nominal
 */
public record Link(double gigabits, Money pricePerGigabyte, boolean isMeasured) {
    /** Of the nominal bandwidth, what a transfer gets; the usual allowance for protocol and neighbours. */
    private static final double YIELD = 0.8;

    private static final long GIGABYTE = 1_000_000_000L;

    /** Of a nominal bandwidth. */
    public Link(double gigabits, Money pricePerGigabyte) {
        this(gigabits, pricePerGigabyte, false);
    }

    public Link {
        if (!(gigabits > 0) || Double.isInfinite(gigabits)) {
            throw new IllegalArgumentException("a link has more than 0 Gbit/s, not " + gigabits);
        }
        if (pricePerGigabyte.isNegative()) {
            throw new IllegalArgumentException("a transfer costs at least 0, not " + pricePerGigabyte);
        }
    }

    Link measured(double got) {
        return new Link(got, pricePerGigabyte, true);
    }

    /** bytes x 8 / (bandwidth x 0.8), to the millisecond; of a measured bandwidth all of it. */
    public Duration timeFor(Memory amount) {
        double seconds = amount.bytes() * 8.0 / (gigabits * 1e9 * (isMeasured ? 1 : YIELD));
        return Duration.ofMillis((long) Math.ceil(Math.min(seconds * 1000, Long.MAX_VALUE / 2.0)));
    }

    /** Throws {@link io.isobar.broker.resource.QuantityException} where it is more than money can say. */
    public Money priceOf(Memory amount) {
        return pricePerGigabyte.times(amount.bytes(), GIGABYTE);
    }
}
