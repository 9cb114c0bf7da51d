package io.isobar.broker.placement;

import io.isobar.broker.capacity.FederationView;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.placement.Inputs.Looked;
import io.isobar.broker.resource.CarbonMass;
import io.isobar.broker.resource.Conversion;
import io.isobar.broker.workload.GangRule.Across;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides where a gang starts that may have several parts: in the region, or with leave in the regions, where all its groups find their
 * places and cost least together. Looks at every pool: such gangs are few.
 */
final class GangPlanner {
    private final PlacementEngine engine;

    GangPlanner(PlacementEngine engine) {
        this.engine = engine;
    }

    Decision decide(FederationView view, Asked asked, Instant now) {
        var rates = new RateNotes(engine.policy());
        var plans = new ArrayList<GangPlan>();
        var refusals = new LinkedHashMap<PoolKey, Refusal>();
        for (var pools : scopes(view, asked)) {
            var trial = new GangTrial(engine, rates, asked, pools, now);
            var plan = trial.places().map(GangPlan::new);
            var tooDear = plan.flatMap(found -> tooDear(found, asked, rates).or(() -> emitsTooMuch(found, asked)));
            if (plan.isPresent() && tooDear.isEmpty()) {
                plans.add(plan.get());
            } else {
                tooDear.map(List::of)
                        .orElseGet(trial::refusals)
                        .forEach(refusal -> refusals.merge(refusal.pool(), refusal, GangPlanner::further));
            }
        }
        plans.sort(GangPlan.preference(asked.spec()));
        var best = plans.stream().map(plan -> plan.candidates().getFirst()).toList();
        best.forEach(candidate -> refusals.remove(candidate.pool()));
        var found = Findings.of(view, now, best, List.copyOf(refusals.values()), rates.notes());
        var decision =
                DecisionWriter.write(view.version(), asked, now, engine.policy(), found.looking(pools(view, plans)));
        return plans.isEmpty() ? decision : DecisionWriter.inParts(decision, plans.getFirst());
    }

    /** Those of all parts of the best plans. Why others are refused hangs on all pools of a region together: of them none is kept. */
    private static Looked pools(FederationView view, List<GangPlan> bestFirst) {
        var parts = bestFirst.stream()
                .limit(Decision.MOST_CANDIDATES)
                .flatMap(plan -> plan.candidates().stream())
                .toList();
        return Looked.among(view.pools(), parts, List.of());
    }

    /** Pools that a gang may be in together: of one region; and all, if it may be divided over regions. */
    private static Collection<List<PoolView>> scopes(FederationView view, Asked asked) {
        Map<RegionName, List<PoolView>> byRegion = new LinkedHashMap<>();
        view.pools()
                .forEach(pool -> byRegion.computeIfAbsent(pool.key().region(), region -> new ArrayList<>())
                        .add(pool));
        var scopes = new ArrayList<List<PoolView>>(byRegion.values());
        if (asked.spec().gang().across() == Across.REGIONS && byRegion.size() > 1) {
            scopes.add(view.pools());
        }
        return scopes;
    }

    /** The most that it may emit is for all its parts together; each of them is known to emit no more. */
    private static Optional<Refusal> emitsTooMuch(GangPlan plan, Asked asked) {
        var most = asked.spec().objective().maxCarbon();
        if (most == null || plan.parts().size() == 1) {
            return Optional.empty();
        }
        double grams = plan.candidates().stream()
                .map(candidate -> candidate.footprint().carbon())
                .mapToDouble(carbon -> carbon == null ? 0 : carbon.grams())
                .sum();
        var sum = CarbonMass.ofGrams(grams);
        var first = plan.candidates().getFirst();
        return sum.compareTo(most) <= 0
                ? Optional.empty()
                : Optional.of(new Refusal(
                        first.pool(),
                        first.provider(),
                        Reason.CARBON_ABOVE_MAXIMUM,
                        "its " + plan.parts().size() + " parts emit " + sum.inWords()
                                + " together, the most allowed is " + most.inWords(),
                        "raise objective.maxCarbon to " + sum,
                        first.reportedAt()));
    }

    /** A pool is refused once, for what it came closest with. */
    private static Refusal further(Refusal one, Refusal other) {
        return Findings.FURTHEST_FIRST.compare(one.reason(), other.reason()) <= 0 ? one : other;
    }

    /** The most that it may cost in an hour is for all its parts together. */
    private static Optional<Refusal> tooDear(GangPlan plan, Asked asked, RateNotes rates) {
        var limit = asked.spec().placement().maxPricePerHour();
        if (limit == null
                || !(rates.convert(limit) instanceof Conversion.Converted most)
                || plan.pricePerHour().compareTo(most.money()) <= 0) {
            return Optional.empty();
        }
        var first = plan.candidates().getFirst();
        return Optional.of(new Refusal(
                first.pool(),
                first.provider(),
                Reason.PRICE_ABOVE_MAXIMUM,
                "its " + plan.parts().size() + " parts cost " + plan.pricePerHour()
                        + "/h together, the most allowed is " + most.money() + "/h",
                "raise placement.maxPricePerHour to " + plan.pricePerHour(),
                first.reportedAt()));
    }
}
