package io.isobar.broker.placement;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.placement.Inputs.Looked;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts all pools for the record of a decision, by what a {@link ShapeIndex} knows of them: candidates, refusals by reason, and in
 * words the refusals that got furthest. Not safe for concurrent use.
 */
final class Survey {
    /** Of each reason so many refusals are put in words at least, for what would change the outcome. */
    private static final int FEWEST_OF_A_REASON = 3;

    /** Neighbours come and go, and offers end, while the pool stays as it is. */
    private static final Set<Reason> PASSING = EnumSet.of(
            Reason.SPREAD_LIMIT,
            Reason.TOO_NEAR,
            Reason.AFFINITY_UNMET,
            Reason.ARRAY_LIMIT,
            Reason.RESIDENCY,
            Reason.PRICE_UNKNOWN);

    private final PlacementEngine engine;
    private final CapacityBook book;
    private final PoolOrder order;
    private final ShapeIndex shape;
    /** What was said of pools that have not changed since. */
    private IdentityHashMap<PoolView, Refusal> said = new IdentityHashMap<>();

    Survey(PlacementEngine engine, CapacityBook book, PoolOrder order, ShapeIndex shape) {
        this.engine = engine;
        this.book = book;
        this.order = order;
        this.shape = shape;
    }

    /** {@code equal} is of the shape, and may be kept from some regions. */
    Findings take(Asked equal, Instant now) {
        shape.judgeAll(now);
        var byReason = new EnumMap<Reason, BitSet>(Reason.class);
        var inOrder = order.pools();
        int pools = 0;
        int passed = 0;
        // By their places in the order of names, so that the first of them are found without sorting.
        for (int place = 0; place < inOrder.length; place++) {
            int candidates = shape.candidates(inOrder[place]);
            var refused = shape.refused(inOrder[place]);
            if (equal.isKeptFromAny() && (candidates > 0 || refused != null)) {
                var keeping = keeping(book.keyOf(inOrder[place]), equal, refused);
                candidates = keeping == null ? candidates : 0;
                refused = keeping == null ? refused : keeping;
            }
            if (refused != null) {
                byReason.computeIfAbsent(refused, reason -> new BitSet(inOrder.length))
                        .set(place);
            }
            passed += candidates;
            pools += candidates > 0 || refused != null ? 1 : 0;
        }
        var counts = new EnumMap<Reason, Integer>(Reason.class);
        byReason.forEach((reason, refused) -> counts.put(reason, refused.cardinality()));
        var rates = new RateNotes(engine.policy());
        var refusals = inWords(byReason, equal, now, rates);
        return new Findings(
                now,
                book.regions(),
                pools,
                List.of(),
                passed,
                counts,
                Findings.first(refusals),
                Findings.changes(refusals),
                rates.notes(),
                new Looked(List.of(), views(refusals)));
    }

    /** What keeps the request from a pool that says no later in the gate, or not at all; null: nothing. */
    private static @Nullable Reason keeping(PoolKey pool, Asked equal, @Nullable Reason refused) {
        var region = pool.region().value();
        if (!equal.isKeptFrom(region) || (refused != null && refused.compareTo(Reason.REGION_AVOIDED) < 0)) {
            return null;
        }
        var why = equal.vicinity().objectionTo(region);
        return why == null || equal.avoided().contains(region) ? Reason.REGION_AVOIDED : why.reason();
    }

    private List<Refusal> inWords(Map<Reason, BitSet> byReason, Asked equal, Instant now, RateNotes rates) {
        var refusals = new ArrayList<Refusal>();
        var newlySaid = new IdentityHashMap<PoolView, Refusal>();
        var furthestFirst = new TreeMap<Reason, BitSet>(Findings.FURTHEST_FIRST);
        furthestFirst.putAll(byReason);
        furthestFirst.forEach((reason, places) -> {
            int wanted = Math.max(FEWEST_OF_A_REASON, Decision.MOST_REFUSALS - refusals.size());
            places.stream().limit(wanted).forEach(place -> {
                var view = book.pool(order.pools()[place]).orElseThrow();
                var refusal = said.get(view);
                if (refusal == null || refusal.reason() != reason) {
                    refusal = refusal(view, equal, now, rates);
                }
                // What is said from there on looks at the time and at money.
                if (reason.compareTo(Reason.CAPACITY_STALE) < 0 && !PASSING.contains(reason)) {
                    newlySaid.put(view, refusal);
                }
                refusals.add(refusal);
            });
        });
        said = newlySaid;
        return refusals;
    }

    /** As they were looked at just now. */
    private List<PoolView> views(List<Refusal> refusals) {
        return refusals.stream()
                .limit(Inputs.MOST_REFUSED)
                .flatMap(refusal -> book.pool(refusal.pool()).stream())
                .toList();
    }

    private Refusal refusal(PoolView view, Asked equal, Instant now, RateNotes rates) {
        var refusals = new ArrayList<Refusal>();
        engine.judge(view, equal, now, rates, new ArrayList<>(), refusals);
        return refusals.getFirst();
    }
}
