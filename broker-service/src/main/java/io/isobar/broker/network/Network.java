package io.isobar.broker.network;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * The links that are known. Places are names of regions, or any other name that data sets give for where they lie. A link has a
 * direction: leaving a place may cost what coming there does not.
 */
public final class Network {
    /** Of nothing is it known how far it is. */
    public static final Network UNKNOWN = new Network(Map.of());

    private final Map<Ends, Link> links;
    private final Map<Ends, Duration> roundTrips;
    /** In the place of those; both directions of a way that is here are looked for here alone. */
    private final Map<Ends, Duration> measuredRoundTrips;

    /** Where a link begins and where it ends. */
    public record Ends(String from, String to) {
        Ends turned() {
            return new Ends(to, from);
        }

        boolean touches(String place) {
            return from.equals(place) || to.equals(place);
        }
    }

    /** With links of which no round trip is known. */
    public Network(Map<Ends, Link> links) {
        this(links, Map.of());
    }

    public Network(Map<Ends, Link> links, Map<Ends, Duration> roundTrips) {
        this(links, roundTrips, Map.of());
    }

    private Network(Map<Ends, Link> links, Map<Ends, Duration> roundTrips, Map<Ends, Duration> measuredRoundTrips) {
        this.links = Map.copyOf(links);
        this.roundTrips = Map.copyOf(roundTrips);
        this.measuredRoundTrips = Map.copyOf(measuredRoundTrips);
    }

    /**
     * The same with what was measured in the place of what was said.
     *
     * @param gigabits per second that got through; of a way that is not known here it says nothing, as that has no price
     */
    public Network measured(Map<Ends, Duration> newerRoundTrips, Map<Ends, Double> gigabits) {
        var newer = new HashMap<>(links);
        gigabits.forEach((ends, got) -> newer.computeIfPresent(ends, (same, link) -> link.measured(got)));
        return new Network(newer, roundTrips, newerRoundTrips);
    }

    /**
     * There and back; the longer one, where both ways say something else. Empty where neither says anything. Within one place it is
     * nothing: ask only for two.
     */
    public Optional<Duration> roundTrip(String one, String other) {
        return longer(isMeasured(one, other) ? measuredRoundTrips : roundTrips, new Ends(one, other));
    }

    /** Whether the round trip was measured; else it is from the table, or not known. */
    public boolean isMeasured(String one, String other) {
        return measuredRoundTrips.containsKey(new Ends(one, other))
                || measuredRoundTrips.containsKey(new Ends(other, one));
    }

    private static Optional<Duration> longer(Map<Ends, Duration> known, Ends ends) {
        var there = known.get(ends);
        var back = known.get(ends.turned());
        if (there == null || back == null) {
            return Optional.ofNullable(there == null ? back : there);
        }
        return Optional.of(there.compareTo(back) < 0 ? back : there);
    }

    /** Whether anybody would reckon with it: a way that is not in the table has no price, and its bandwidth says nothing. */
    boolean hasUseFor(LinkReading reading) {
        return reading.quantity() == LinkReading.Quantity.ROUND_TRIP || links.containsKey(reading.ends());
    }

    /** Empty where it is not known. Within one place nothing need be moved: ask only for two. */
    public Optional<Link> between(String from, String to) {
        return Optional.ofNullable(links.get(new Ends(from, to)));
    }

    void eachLink(BiConsumer<Ends, Link> told) {
        links.forEach(told);
    }

    /** Of the table. */
    void eachRoundTrip(BiConsumer<Ends, Duration> told) {
        roundTrips.forEach(told);
    }

    public int size() {
        return links.size();
    }
}
