package io.isobar.broker.capacity;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A region as the broker knows it.
 *
 * @param cordonNote null: not cordoned; else why, possibly empty
 * @param connectedAt since when the link holds, by the broker's clock; null: it does not
 * @param lastHeardAt null: never since the broker started
 * @param clock how far its agent's is off; null: not measured
 * @param roundTrip of the last keep-alive; null: not measured
 * @param maintenance that is announced and not over; null: none
 * @param givenUpAt when its work is given up unless it comes back before; null: it is not silent, or nobody can say
 */
public record RegionView(
        RegionFacts facts,
        Link link,
        @Nullable String cordonNote,
        @Nullable Instant connectedAt,
        @Nullable Instant lastHeardAt,
        @Nullable ClockOffset clock,
        @Nullable Duration roundTrip,
        @Nullable Maintenance maintenance,
        @Nullable Instant givenUpAt) {
    /** One that is not about to be given up. */
    public RegionView(
            RegionFacts facts,
            Link link,
            @Nullable String cordonNote,
            @Nullable Instant connectedAt,
            @Nullable Instant lastHeardAt,
            @Nullable ClockOffset clock,
            @Nullable Duration roundTrip,
            @Nullable Maintenance maintenance) {
        this(facts, link, cordonNote, connectedAt, lastHeardAt, clock, roundTrip, maintenance, null);
    }

    /** One without maintenance. */
    public RegionView(
            RegionFacts facts,
            Link link,
            @Nullable String cordonNote,
            @Nullable Instant connectedAt,
            @Nullable Instant lastHeardAt,
            @Nullable ClockOffset clock,
            @Nullable Duration roundTrip) {
        this(facts, link, cordonNote, connectedAt, lastHeardAt, clock, roundTrip, null);
    }

    RegionView with(@Nullable Maintenance announced) {
        return new RegionView(
                facts, link, cordonNote, connectedAt, lastHeardAt, clock, roundTrip, announced, givenUpAt);
    }

    /** Still silent, and so far on the way to being given up. */
    RegionView silent(Link next, @Nullable Instant nextGivenUpAt) {
        return new RegionView(
                facts, next, cordonNote, connectedAt, lastHeardAt, clock, roundTrip, maintenance, nextGivenUpAt);
    }

    public boolean cordoned() {
        return cordonNote != null;
    }

    public RegionName name() {
        return facts.name();
    }
}
