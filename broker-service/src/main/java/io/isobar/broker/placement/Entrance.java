package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.capacity.RegionView;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.placement.Terms.WayTerms;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which pools let requests of one shape in, by rules, link, hardware and software, and why the others do not. Not safe for concurrent use. */
final class Entrance {
    private final PlacementEngine engine;
    private final FactsTable facts;
    private final Asked asked;
    /** By the number of the facts; null: nobody asked yet. */
    private final List<@Nullable Terms> terms = new ArrayList<>();

    private @Nullable Reason[] barredBy = new Reason[0];
    /** The region that was last seen to let the request in; one that changes is another object. */
    private @Nullable RegionView open;

    Entrance(PlacementEngine engine, FactsTable facts, Asked asked) {
        this.engine = engine;
        this.facts = facts;
        this.asked = asked;
    }

    /** In which ways the request runs on the pool of a number as it is now; none: it is barred. */
    @SuppressWarnings("ReferenceEquality")
    List<WayTerms> waysInto(PoolView view, int pool) {
        var region = view.region();
        if (region != open || !view.quarantine().isEmpty()) {
            var objection =
                    AdministrativeGate.objection(view, asked, engine.policy().network());
            if (objection.isPresent()) {
                bar(pool, objection.get().reason());
                return List.of();
            }
            open = region;
        }
        var unreserved = ReservationGate.objection(view, asked.spec());
        if (unreserved.isPresent()) {
            bar(pool, unreserved.get().reason());
            return List.of();
        }
        return switch (termsOf(view, pool)) {
            case Terms.RunsNot not -> {
                bar(pool, not.why());
                yield List.of();
            }
            case Terms.Runs runs -> {
                var sold = SaleGate.sold(
                        view,
                        runs.ways(),
                        way -> way.shape().units(),
                        asked.spec().billing());
                bar(pool, sold.isEmpty() ? SaleGate.OBJECTION.reason() : null);
                yield sold;
            }
        };
    }

    /** The pool is not there. */
    void close(int pool) {
        bar(pool, null);
    }

    /** Null: the pool lets the request in, or is not there. */
    @Nullable
    Reason barredBy(int pool) {
        return pool < barredBy.length ? barredBy[pool] : null;
    }

    private void bar(int pool, @Nullable Reason why) {
        if (pool >= barredBy.length) {
            barredBy = Arrays.copyOf(barredBy, Math.max(pool + 1, barredBy.length + barredBy.length / 2));
        }
        barredBy[pool] = why;
    }

    private Terms termsOf(PoolView view, int pool) {
        int number = facts.numberOf(pool, view.facts());
        while (terms.size() <= number) {
            terms.add(null);
        }
        var known = terms.get(number);
        if (known == null) {
            known = Terms.of(engine, view, asked.spec());
            terms.set(number, known);
        }
        return known;
    }

    /** For bounds: kinds of pool that are known of. */
    int size() {
        return terms.size();
    }
}
