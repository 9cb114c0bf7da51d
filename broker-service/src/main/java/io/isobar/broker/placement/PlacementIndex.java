package io.isobar.broker.placement;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.placement.Inputs.Looked;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides what {@link PlacementEngine} decides, and remembers what it found out on the way, so that a decision costs what has changed
 * since the last one like it rather than a look at every pool.
 *
 * <p>Who owns the book takes maintenance that is over out of it first: a region that opens is a change, and time alone makes no pool
 * better. Requests of the same shape share a {@link ShapeIndex}. Not safe for concurrent use; whoever owns the book owns it.
 */
public final class PlacementIndex {
    /** Pools times shapes that are remembered, some 200 bytes each; what was not asked for longest is forgotten first. */
    private static final int MOST_REMEMBERED = 1_000_000;

    private static final int MOST_KINDS_BEYOND_POOLS = 1_000;

    /** Pools counted for records, a second; a count takes some 200 ns of each. */
    private static final long COUNTED_PER_SECOND = 100_000;

    /** A look at so few takes less than a millisecond. */
    private static final int FEW_POOLS = 500;

    private final PlacementEngine engine;
    private final CapacityBook book;
    private FactsTable facts = new FactsTable();
    private final Prices prices;
    private final PoolOrder order;
    private final CountBudget budget = new CountBudget(COUNTED_PER_SECOND);
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

        private Count count(Asked asked, boolean none, Instant now, BooleanSupplier mayCount) {
            var last = none ? whereNone : whereSome;
            var count = last != null && last.serves(asked, now) && !mayCount.getAsBoolean()
                    ? last
                    : Count.of(asked, survey.take(asked, now));
            if (none) {
                whereNone = count;
            } else {
                whereSome = count;
            }
            return count;
        }
    }

    /** An index of what the engine says of the book's pools; {@code book} must not be changed by another thread. */
    public PlacementIndex(PlacementEngine engine, CapacityBook book) {
        this.engine = engine;
        this.book = book;
        this.prices = new Prices(engine.policy());
        this.order = new PoolOrder(book);
    }

    Currency currency() {
        return engine.policy().currency();
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
        var best = known(asked).index.best(asked, now);
        return best == null && !asked.avoided().isEmpty()
                ? choose(asked.avoidingNothing(), now)
                : Optional.ofNullable(best);
    }

    /**
     * What {@link PlacementEngine#decide} decides on the book's view as it is now, with the record of it.
     *
     * <p>The choice, that there is none, and the best candidates are of this moment. How many candidates and refusals there are, the
     * refusals in words and what would change the outcome are so, too, up to {@link #COUNTED_PER_SECOND} pools a second; beyond that
     * they may have been counted up to {@link Count#HOLDS} before, for an equal request that was answered alike, and the summary says
     * how long before.
     */
    public Decision decide(Asked asked, Instant now) {
        if (asked.spec().mayHaveParts()) {
            // What is known of a pool is what it says to a gang in one piece.
            return engine.decide(book.view(), asked, now);
        }
        if (asked.isRestrictedBesideReservations() && (isLookCheap() || mayBeMadeSmaller(asked))) {
            return engine.decide(book.view(), asked, now);
        }
        var known = known(asked);
        var best = known.index.best(asked, Decision.MOST_CANDIDATES, now);
        if (asked.isRestricted() && needsALook(asked, best, now)) {
            return engine.decide(book.view(), asked, now);
        }
        if (best.isEmpty() && !asked.avoided().isEmpty()) {
            return decide(asked.avoidingNothing(), now);
        }
        var count = known.count(asked, best.isEmpty(), now, () -> budget.takes(book.poolNumbers(), now));
        var found =
                count.with(best, poolsOf(best), prices.notes(best, count.found().rates()));
        return DecisionWriter.write(book.version(), asked, now, engine.policy(), found);
    }

    /** A few, and for every decision: without a stream. */
    private List<PoolView> poolsOf(List<Candidate> best) {
        var pools = new ArrayList<PoolView>(best.size());
        for (var candidate : best) {
            if (!Looked.isAmong(pools, candidate.pool())) {
                book.pool(candidate.pool()).ifPresent(pools::add);
            }
        }
        return pools;
    }

    /**
     * The index knows nothing of what is kept for others, of reservations and of quotas. Where one of the best may not be had for that,
     * the next best must be looked for; and where a look is cheap, the record is to count them all. Reservations last, and are of few
     * pools: only those are asked whether they keep anything from this one.
     */
    private boolean needsALook(Asked asked, List<Candidate> best, Instant now) {
        return best.stream()
                        .anyMatch(candidate -> asked.objection(candidate, now).isPresent())
                || (isLookCheap() && asked.reserves().keySet().stream().anyMatch(pool -> isKeptFrom(pool, asked, now)));
    }

    /** Fewer replicas than fit may be all that its tenant may have, and what they cost the index does not know. */
    private static boolean mayBeMadeSmaller(Asked asked) {
        var spec = asked.spec();
        return spec.gang().minimum() < spec.replicas() && !asked.allowance().isUnlimited();
    }

    private boolean isLookCheap() {
        return book.poolNumbers() <= FEW_POOLS;
    }

    private boolean isKeptFrom(PoolKey pool, Asked asked, Instant now) {
        return candidates(pool, asked.unrestricted(), now).stream()
                .anyMatch(candidate -> asked.objection(candidate, now).isPresent());
    }

    /** The best candidates, up to so many, best first. */
    List<Candidate> best(Asked asked, int most, Instant now) {
        return known(asked).index.best(asked, most, now);
    }

    /** The best candidate of one pool. */
    Optional<Candidate> at(PoolKey pool, Asked asked, Instant now) {
        return candidates(pool, asked, now).stream().min(Preference.of(asked.spec()));
    }

    private List<Candidate> candidates(PoolKey pool, Asked asked, Instant now) {
        var candidates = new ArrayList<Candidate>();
        book.pool(pool)
                .ifPresent(view ->
                        engine.judge(view, asked, now, new RateNotes(engine.policy()), candidates, new ArrayList<>()));
        return candidates;
    }

    /** Of work of a family something else is said from now on. */
    void forget(String family) {
        shapes.keySet().removeIf(shape -> shape.isOfFamily(family));
    }

    /** Of ways to and from places something else is known from now on. */
    void forget(Set<String> places) {
        shapes.keySet().removeIf(shape -> shape.looksAtWaysOf(places));
    }

    private Known known(Asked asked) {
        if (facts.size() > MOST_KINDS_BEYOND_POOLS + 2 * book.poolNumbers()) {
            // Most of them are of pools as they once were.
            facts = new FactsTable();
            shapes.clear();
        }
        var key = RequestShape.of(asked.spec());
        var known = shapes.get(key);
        if (known == null) {
            var index = new ShapeIndex(engine, book, facts, prices, key);
            known = new Known(index, new Survey(engine, book, order, index));
            shapes.put(key.lean(), known);
            forgetSome();
        }
        return known;
    }

    /** All but the newest, where they are too many. */
    private void forgetSome() {
        if ((long) shapes.size() * book.poolNumbers() <= MOST_REMEMBERED) {
            return;
        }
        long size =
                shapes.values().stream().mapToLong(known -> known.index.size()).sum();
        var eldest = shapes.values().iterator();
        for (int left = shapes.size(); size > MOST_REMEMBERED && left > 1; left--) {
            size -= eldest.next().index.size();
            eldest.remove();
        }
    }
}
