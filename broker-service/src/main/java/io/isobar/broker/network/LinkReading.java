package io.isobar.broker.network;

import java.time.Duration;
import java.time.Instant;

/**
 * What a region measured of the way between itself and a peer, as telemetry has it.
 *
 * @param peer a region, or another place of the table of links
 * @param value seconds of a round trip; bits a second of a bandwidth, from the peer to the region. Above 0
 * @param observedAt by the broker's clock, and not after it was received
 */
public record LinkReading(String region, String peer, Quantity quantity, double value, Instant observedAt) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** What of a way is measured. */
    public enum Quantity {
        ROUND_TRIP(Duration.ofMinutes(5), 60),
        /** A way keeps its capacity longer than its load, and to measure it costs more. */
        BANDWIDTH(Duration.ofMinutes(60), 1e15);

        private final Duration validity;
        private final double most;

        Quantity(Duration validity, double most) {
            this.validity = validity;
            this.most = most;
        }

        /** How long it counts. */
        public Duration validity() {
            return validity;
        }

        /** More than that is a fault of who says it, in the unit of the value. */
        public double most() {
            return most;
        }
    }

    public LinkReading {
        if (!(value > 0) || value > quantity.most()) {
            throw new IllegalArgumentException(
                    quantity + " between " + region + " and " + peer + " cannot be " + value);
        }
    }

    /** The way that it is about: data come from the peer. A round trip is of both directions. */
    Network.Ends ends() {
        return switch (quantity) {
            case ROUND_TRIP -> new Network.Ends(region, peer);
            case BANDWIDTH -> new Network.Ends(peer, region);
        };
    }

    /** The last moment at which it counts. */
    public Instant freshUntil() {
        return observedAt.plus(quantity.validity());
    }

    boolean isFreshAt(Instant now) {
        return !now.isAfter(freshUntil());
    }

    static Duration duration(double seconds) {
        return Duration.ofNanos(Math.max(1, Math.round(seconds * NANOS_PER_SECOND)));
    }
}
