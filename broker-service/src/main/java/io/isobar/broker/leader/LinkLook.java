package io.isobar.broker.leader;

import io.isobar.broker.network.LinkSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks now and then whether something else was measured of links. What it finds is an event like any other, so that a turn can be repeated from what
 * it was given. Of the thread that decides.
 */
final class LinkLook {
    /** Figures of links count for minutes; to look at each of them as it comes would cost more than it is worth. */
    static final Duration EVERY = Duration.ofSeconds(5);

    private final LinkSource source;
    private long version;
    private Instant lookedAt = Instant.MIN;

    LinkLook(LinkSource source) {
        this.source = source;
    }

    /** The events, after what was measured where that is something else. */
    List<Event> before(List<Event> events, Coordinator coordinator, Instant now) {
        boolean wasJustLooked = !now.isBefore(lookedAt) && now.isBefore(lookedAt.plus(EVERY));
        if (wasJustLooked) {
            return events;
        }
        lookedAt = now;
        long current = source.version();
        if (current == version) {
            return events;
        }
        version = current;
        var all = new ArrayList<Event>(events.size() + 1);
        all.add(new Event.LinksMeasured(source.readings(coordinator::clockAhead)));
        all.addAll(events);
        return all;
    }
}
