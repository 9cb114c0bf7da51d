package io.isobar.broker.learning;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.TrackRecord;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A pool, or all pools of a model together: what was seen, what runs there now, and what is said of it. Not safe for concurrent use. */
final class Watched {
    private PoolTally tally;
    private long units;
    private int spots;
    /** Of a model. */
    final Set<PoolKey> pools = new HashSet<>();
    /** What decisions reckon with. */
    TrackRecord said = TrackRecord.NONE;

    Watched(PoolTally tally) {
        this.tally = tally;
    }

    String model() {
        return tally.model();
    }

    PoolTally at(Instant now) {
        return tally.at(now, units, spots);
    }

    void change(Instant now, UnaryOperator<PoolTally> change) {
        tally = change.apply(at(now));
    }

    /** More runs from now on, or less. */
    void runs(Instant now, long moreUnits, int moreSpots) {
        tally = at(now);
        units = Math.max(0, units + moreUnits);
        spots = Math.max(0, spots + moreSpots);
    }

    long units() {
        return units;
    }

    int spots() {
        return spots;
    }
}
