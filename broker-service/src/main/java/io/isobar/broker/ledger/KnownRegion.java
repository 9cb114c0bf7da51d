package io.isobar.broker.ledger;

import io.isobar.broker.capacity.Maintenance;
import io.isobar.broker.capacity.RegionFacts;
import io.isobar.broker.fencing.FenceMark;
import org.jspecify.annotations.Nullable;

/**
 * A region that has connected before.
 *
 * @param cordonNote null: it is not cordoned
 * @param maintenance the last that was announced, which may be over; null: none
 * @param fence its last
 */
public record KnownRegion(
        RegionFacts facts,
        @Nullable String cordonNote,
        @Nullable Maintenance maintenance,
        FenceMark fence) {
    /** One without maintenance, that was never fenced. */
    public KnownRegion(RegionFacts facts, @Nullable String cordonNote) {
        this(facts, cordonNote, null, FenceMark.NONE);
    }
}
