package io.isobar.broker.leader;

import io.isobar.broker.capacity.RegionName;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The regions that were there before this leader began and have not reported to it yet. Until they have, a workload finds no place for want of a
 * region that is about to report again: of thousands that wait each would have that written, and then what it waited for
 * before. Who is not back in time is not waited for any longer. Not safe for concurrent use.
 */
final class Homecoming {
    private final Duration patience;
    private final Set<RegionName> expected = new HashSet<>();
    private @Nullable Instant until;

    /** {@code patience} is counted from the first {@link #advance}. */
    Homecoming(Duration patience) {
        this.patience = patience;
    }

    void expect(RegionName region) {
        expected.add(region);
    }

    /** Its full report is in. */
    void isBack(RegionName region) {
        expected.remove(region);
    }

    void advance(Instant now) {
        if (until == null) {
            until = now.plus(patience);
        }
        // A clock that was set back would let it wait for as long as that.
        if (!now.isBefore(until) || now.isBefore(until.minus(patience))) {
            expected.clear();
        }
    }

    boolean isAwaited() {
        return !expected.isEmpty();
    }
}
