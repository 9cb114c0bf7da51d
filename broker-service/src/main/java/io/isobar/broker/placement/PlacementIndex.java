package io.isobar.broker.placement;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.PoolKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what {@link PlacementEngine} decides, and remembers what it found out on the way, so that a decision costs what has changed
 * since the last one like it rather than a look at every pool.
 *
 * <p>Requests of the same shape share a {@link ShapeIndex}. Not safe for concurrent use; whoever owns the book owns it.
 */
public final class PlacementIndex {
    /** Pools times shapes that are remembered, some 200 bytes each; what was not asked for longest is forgotten first. */
    private static final int MOST_REMEMBERED = 1_000_000;

    private static final int MOST_KINDS_BEYOND_POOLS = 1_000;

    /** In a federation of so few pools all of them are counted for every record. */
    private static final int FEW_POOLS = 500;

    /** In a larger one they are counted anew for the record when the last count for such requests is older. */
    private static final Duration COUNT_HOLDS = Duration.ofSeconds(1);

    private final PlacementEngine engine;
    private final CapacityBook book;
    private FactsTable facts = new FactsTable();
    private final Prices prices;
    private final PoolOrder order;
    private final LinkedHashMap<RequestShape, Known> shapes = new LinkedHashMap<>(16, 0.75f, true);

    /** What is known of requests of one shape. */
    private static final class Known {
        private final ShapeIndex index;
        private final Survey survey;
        /** The last count where nothing was chosen, and where something was. */
        private @Nullable Count whereNone;

        private @Nullable Count whereSome;

        private Known(ShapeIndex index, Survey survey) {
            this.index = index;
            this.survey = survey;
        }
    }

    /** An index of what the engine says of the book's pools; {@code book} must not be changed by another thread. */
    public PlacementIndex(PlacementEngine engine, CapacityBook book) {
        this.engine = engine;
        this.book = book;
        this.prices = new Prices(engine.policy());
        this.order = new PoolOrder(book);
    }

    boolean isOf(CapacityBook other) {
        return book == other;
    }

    /**
     * The candidate that {@link PlacementEngine#decide} chooses on the book's view as it is now; empty where it chooses none.
     *
     * <p>As there, a workload that its retry rule keeps from every region that could take it is let into them again.
     */
    public Optional<Candidate> choose(Asked asked, Instant now) {
        return Optional.ofNullable(choose(known(asked).index, asked, now));
    }

    private static @Nullable Candidate choose(ShapeIndex index, Asked asked, Instant now) {
        if (asked.avoided().isEmpty() && asked.crowded().isEmpty()) {
            return index.best(contender -> false, now);
        }
        var best = index.best(
                contender -> asked.avoided().contains(region(contender))
                        || asked.crowded().contains(region(contender)),
                now);
        return best == null && !asked.avoided().isEmpty()
                ? index.best(contender -> asked.crowded().contains(region(contender)), now)
                : best;
    }

    private static String region(Contender contender) {
        return contender.key.region().value();
    }

    /**
     * What {@link PlacementEngine#decide} decides on the book's view as it is now, with the record of it.
     *
     * <p>The choice, that there is none, and the best candidates are of this moment. In a large federation, candidates and refusals may
     * have been counted up to {@link #COUNT_HOLDS} before, for an equal request that was answered alike; the summary then says so.
     */
    public Decision decide(Asked asked, Instant now) {
        if (!asked.avoided().isEmpty() || !asked.crowded().isEmpty()) {
            return engine.decide(book.view(), asked, now);
        }
        var known = known(asked);
        var best = known.index.best(Decision.MOST_CANDIDATES, now);
        if (best.stream().anyMatch(candidate -> asked.objection(candidate, now).isPresent())) {
            return engine.decide(book.view(), asked, now);
        }
        var count = best.isEmpty() ? known.whereNone : known.whereSome;
        if (count == null || book.poolsEver() <= FEW_POOLS || !count.servesAt(now)) {
            count = Count.of(known.survey.take(now));
            if (best.isEmpty()) {
                known.whereNone = count;
            } else {
                known.whereSome = count;
            }
        }
        var found = count.with(best, prices.notes(best, count.found().rates()));
        return DecisionWriter.write(book.version(), asked, now, engine.policy(), found);
    }

    /**
     * All pools, as counted for an equal request.
     *
     * @param listed where in the list of refusals a pool stands
     */
    private record Count(Findings found, Map<PoolKey, Integer> listed) {
        static Count of(Findings found) {
            var listed = new HashMap<PoolKey, Integer>();
            for (int i = 0; i < found.refusals().size(); i++) {
                listed.put(found.refusals().get(i).pool(), i);
            }
            return new Count(found, listed);
        }

        boolean servesAt(Instant now) {
            return !now.isBefore(found.at()) && !now.isAfter(found.at().plus(COUNT_HOLDS));
        }

        /** A pool that has become one of the best is no longer listed as refused. */
        Findings with(List<Candidate> best, List<String> rates) {
            var refusals = new ArrayList<@Nullable Refusal>(found.refusals());
            boolean gone = false;
            for (var candidate : best) {
                var place = listed.get(candidate.pool());
                if (place != null) {
                    refusals.set(place, null);
                    gone = true;
                }
            }
            return found.with(
                    best, gone ? refusals.stream().flatMap(Stream::ofNullable).toList() : found.refusals(), rates);
        }
    }

    private Known known(Asked asked) {
        if (facts.size() > MOST_KINDS_BEYOND_POOLS + 2 * book.poolsEver()) {
            // Most of them are of pools as they once were.
            facts = new FactsTable();
            shapes.clear();
        }
        var key = RequestShape.of(asked.spec());
        var known = shapes.get(key);
        if (known == null) {
            var index = new ShapeIndex(engine, book, facts, prices, key);
            known = new Known(index, new Survey(engine, book, order, index));
            shapes.put(key, known);
            forgetSome();
        }
        return known;
    }

    /** All but the newest, where they are too many. */
    private void forgetSome() {
        long size =
                shapes.values().stream().mapToLong(known -> known.index.size()).sum();
        var eldest = shapes.values().iterator();
        for (int left = shapes.size(); size > MOST_REMEMBERED && left > 1; left--) {
            size -= eldest.next().index.size();
            eldest.remove();
        }
    }
}
