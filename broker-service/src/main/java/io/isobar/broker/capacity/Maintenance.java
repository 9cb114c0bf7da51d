package io.isobar.broker.capacity;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a region takes no work, announced by its operator. What runs is not touched.
 *
 * @param from when it begins
 * @param until when it is over; after {@code from}
 * @param lead so long before it begins, no work is placed there of which nobody knows when it ends
 * @param note for people; may be empty
 */
public record Maintenance(Instant from, Instant until, Duration lead, String note) {
    public static final Duration USUAL_LEAD = Duration.ofHours(24);

    public Maintenance {
        if (!until.isAfter(from)) {
            throw new IllegalArgumentException("maintenance ends after it begins at " + from + ", not at " + until);
        }
        if (lead.isNegative()) {
            throw new IllegalArgumentException("lead must be at least 0, is " + lead);
        }
    }

    public boolean isOverAt(Instant now) {
        return !now.isBefore(until);
    }

    /** When work that takes so long, null: nobody knows how long, may begin, if not before {@code at}. */
    public Instant earliest(Instant at, @Nullable Duration takes) {
        if (isOverAt(at)) {
            return at;
        }
        var room = takes == null ? lead : takes;
        return at.isBefore(from) && room.compareTo(Duration.between(at, from)) <= 0 ? at : until;
    }
}
