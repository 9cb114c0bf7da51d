package io.isobar.broker.network;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The links that are known. Places are names of regions, or any other name that data sets give for where they lie. A link has a
 * direction: leaving a place may cost what coming there does not.
 */
public final class Network {
    /** Of nothing is it known how far it is. */
    public static final Network UNKNOWN = new Network(Map.of());

    private final Map<Ends, Link> links;
    private final Map<Ends, Duration> roundTrips;

    /** Where a link begins and where it ends. */
    public record Ends(String from, String to) {}

    /** With links of which no round trip is known. */
    public Network(Map<Ends, Link> links) {
        this(links, Map.of());
    }

    public Network(Map<Ends, Link> links, Map<Ends, Duration> roundTrips) {
        this.links = Map.copyOf(links);
        this.roundTrips = Map.copyOf(roundTrips);
    }

    /**
     * There and back; the longer one, where both ways say something else. Empty where neither says anything. Within one place it is
     * nothing: ask only for two.
     */
    public Optional<Duration> roundTrip(String one, String other) {
        var there = roundTrips.get(new Ends(one, other));
        var back = roundTrips.get(new Ends(other, one));
        if (there == null || back == null) {
            return Optional.ofNullable(there == null ? back : there);
        }
        return Optional.of(there.compareTo(back) < 0 ? back : there);
    }

    /** Empty where it is not known. Within one place nothing need be moved: ask only for two. */
    public Optional<Link> between(String from, String to) {
        return Optional.ofNullable(links.get(new Ends(from, to)));
    }

    public int size() {
        return links.size();
    }
}
