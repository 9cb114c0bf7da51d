package io.isobar.broker.ledger;

import io.isobar.broker.capacity.Maintenance;
import io.isobar.broker.capacity.RegionFacts;
import org.jspecify.annotations.Nullable;

/**
 * A region that has connected before.
 *
 * @param cordonNote null: it is not cordoned
 * @param maintenance the last that was announced, which may be over; null: none
 */
public record KnownRegion(
        RegionFacts facts,
        @Nullable String cordonNote,
        @Nullable Maintenance maintenance) {
    /** One without maintenance. */
    public KnownRegion(RegionFacts facts, @Nullable String cordonNote) {
        this(facts, cordonNote, null);
    }
}
