package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolView;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All pools, as they were counted for a request. Where there is more to decide than can be counted, it serves equal requests for a while.
 *
 * @param listed where in the list of refusals a pool stands
 */
record Count(Asked asked, Findings found, Map<PoolKey, Integer> listed) {
    /** So long it serves at most. */
    static final Duration HOLDS = Duration.ofSeconds(10);

    static Count of(Asked asked, Findings found) {
        var listed = new HashMap<PoolKey, Integer>();
        for (int i = 0; i < found.refusals().size(); i++) {
            listed.put(found.refusals().get(i).pool(), i);
        }
        return new Count(asked, found, listed);
    }

    /** Whether it is young enough, and of one that was kept from the same regions. */
    boolean serves(Asked equal, Instant now) {
        return !now.isBefore(found.at())
                && !now.isAfter(found.at().plus(HOLDS))
                && asked.avoided().equals(equal.avoided())
                && asked.vicinity().equals(equal.vicinity());
    }

    /** A pool that has become one of the best is no longer listed as refused. */
    Findings with(List<Candidate> best, List<PoolView> offered, List<String> rates) {
        var refusals = found.refusals();
        for (var candidate : best) {
            if (listed.containsKey(candidate.pool())) {
                refusals = without(best);
                break;
            }
        }
        return found.with(best, offered, refusals, rates);
    }

    private List<Refusal> without(List<Candidate> best) {
        var gone = new BitSet();
        for (var candidate : best) {
            var place = listed.get(candidate.pool());
            if (place != null) {
                gone.set(place);
            }
        }
        var all = found.refusals();
        var left = new Refusal[all.size() - gone.cardinality()];
        int next = 0;
        for (int place = gone.nextClearBit(0); place < all.size(); place = gone.nextClearBit(place + 1)) {
            left[next++] = all.get(place);
        }
        return List.of(left);
    }
}
