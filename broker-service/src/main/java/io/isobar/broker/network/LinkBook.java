package io.isobar.broker.network;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which measured figures stand in the place of those of the table: those that are fresh, and of these not each jitter but what differs from the figure
 * in use by more than a tenth. Not safe for concurrent use.
 */
public final class LinkBook {
    private static final double MATERIAL = 0.1;

    private final Network table;
    private List<LinkReading> readings = List.of();
    private Map<Way, Double> inUse = Map.of();
    /** When one of them goes stale. */
    private Instant due = Instant.MAX;

    private boolean isNew;

    private record Way(LinkReading.Quantity quantity, Network.Ends ends) {}

    /**
     * From now on something else is known of how far places are.
     *
     * @param places the ends of all ways of which that is so
     */
    public record Change(Network network, Set<String> places) {}

    /** {@code table}: what counts where nothing fresh is known. */
    public LinkBook(Network table) {
        this.table = table;
    }

    /** All that is measured; replaces what was known before. */
    public void take(List<LinkReading> newer) {
        readings = List.copyOf(newer);
        isNew = true;
    }

    /** What counts now, where that is something else than before. */
    public Optional<Change> advance(Instant now) {
        if (!isNew && !now.isAfter(due)) {
            return Optional.empty();
        }
        isNew = false;
        var next = new HashMap<Way, Double>();
        var places = new HashSet<String>();
        due = Instant.MAX;
        for (var reading : readings) {
            if (reading.isFreshAt(now) && table.hasUseFor(reading)) {
                next.put(new Way(reading.quantity(), reading.ends()), reading.value());
                due = reading.freshUntil().isBefore(due) ? reading.freshUntil() : due;
            }
        }
        next.replaceAll((way, value) -> {
            var before = inUse.get(way);
            if (before != null && Math.abs(value - before) <= before * MATERIAL) {
                return before;
            }
            note(way, places);
            return value;
        });
        inUse.keySet().stream().filter(way -> !next.containsKey(way)).forEach(way -> note(way, places));
        if (places.isEmpty()) {
            return Optional.empty();
        }
        inUse = Map.copyOf(next);
        return Optional.of(new Change(network(), Set.copyOf(places)));
    }

    private static void note(Way way, Set<String> places) {
        places.add(way.ends().from());
        places.add(way.ends().to());
    }

    private Network network() {
        var roundTrips = new HashMap<Network.Ends, Duration>();
        var bandwidths = new HashMap<Network.Ends, Double>();
        inUse.forEach((way, value) -> {
            switch (way.quantity()) {
                case ROUND_TRIP -> roundTrips.put(way.ends(), LinkReading.duration(value));
                case BANDWIDTH -> bandwidths.put(way.ends(), value / 1e9);
            }
        });
        return table.measured(roundTrips, bandwidths);
    }
}
