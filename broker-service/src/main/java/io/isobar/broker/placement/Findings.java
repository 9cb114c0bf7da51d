package io.isobar.broker.placement;

import io.isobar.broker.capacity.FederationView;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.placement.Inputs.Looked;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was found out of all pools, for the record of a decision.
 *
 * @param at when the pools were counted
 * @param regions how many are known
 * @param pools how many were looked at
 * @param best at least {@link Decision#MOST_CANDIDATES}, where there are so many; best first
 * @param passed how many candidates there were
 * @param refused how many pools were refused, by reason
 * @param refusals the first {@link Decision#MOST_REFUSALS}, furthest through the gate first
 * @param changes what would change the outcome
 * @param rates exchange rates that were used
 * @param looked at pools of the best and of the first refusals, by which they were judged
 */
record Findings(
        Instant at,
        int regions,
        int pools,
        List<Candidate> best,
        int passed,
        Map<Reason, Integer> refused,
        List<Refusal> refusals,
        List<String> changes,
        List<String> rates,
        Looked looked) {
    /** Regions that the user ruled out come last: that is no news to her. */
    static final Comparator<Reason> FURTHEST_FIRST = Comparator.comparing(
                    (Reason reason) -> reason == Reason.REGION_NOT_ALLOWED)
            .thenComparing(Comparator.reverseOrder());

    private static final int MOST_CHANGES = 10;
    private static final Comparator<Refusal> ORDER =
            Comparator.comparing(Refusal::reason, FURTHEST_FIRST).thenComparing(Refusal::pool);

    Findings {
        best = List.copyOf(best);
        refused = Map.copyOf(refused);
        refusals = List.copyOf(refusals);
        changes = List.copyOf(changes);
        rates = List.copyOf(rates);
    }

    /** Of a look at every pool; the candidates best first. */
    static Findings of(
            FederationView view, Instant at, List<Candidate> candidates, List<Refusal> refusals, List<String> rates) {
        var sorted = refusals.stream().sorted(ORDER).toList();
        var looked = Looked.among(view.pools(), first(candidates, Decision.MOST_CANDIDATES), sorted);
        var counts = new EnumMap<Reason, Integer>(Reason.class);
        sorted.forEach(refusal -> counts.merge(refusal.reason(), 1, Integer::sum));
        return new Findings(
                at,
                view.regions().size(),
                view.pools().size(),
                candidates,
                candidates.size(),
                counts,
                first(sorted),
                changes(sorted),
                rates,
                looked);
    }

    /** The same, with other pools to be kept. */
    Findings looking(Looked others) {
        return new Findings(at, regions, pools, best, passed, refused, refusals, changes, rates, others);
    }

    static List<Refusal> first(List<Refusal> furthestFirst) {
        return furthestFirst.stream().limit(Decision.MOST_REFUSALS).toList();
    }

    /** What would change the outcome, of the pools that came closest. */
    static List<String> changes(List<Refusal> furthestFirst) {
        var pools = new LinkedHashMap<String, List<PoolKey>>();
        for (var refusal : furthestFirst) {
            if (!refusal.remedy().isEmpty()) {
                pools.computeIfAbsent(refusal.remedy(), remedy -> new ArrayList<>())
                        .add(refusal.pool());
            }
        }
        return pools.entrySet().stream()
                .limit(MOST_CHANGES)
                .map(entry -> named(entry.getValue()) + ": " + entry.getKey())
                .toList();
    }

    private static String named(List<PoolKey> pools) {
        int others = pools.size() - 1;
        return pools.getFirst() + (others == 0 ? "" : " and " + others + (others == 1 ? " other" : " others"));
    }

    /** The best, up to so many. */
    List<Candidate> first(int most) {
        return first(best, most);
    }

    private static List<Candidate> first(List<Candidate> best, int most) {
        return best.size() <= most ? best : best.subList(0, most);
    }

    /**
     * As counted before, and what is best now.
     *
     * @param offered pools of the best
     */
    Findings with(List<Candidate> bestNow, List<PoolView> offered, List<Refusal> refusalsNow, List<String> ratesNow) {
        return new Findings(
                at,
                regions,
                pools,
                bestNow,
                Math.max(passed, bestNow.size()),
                refused,
                refusalsNow,
                changes,
                ratesNow,
                looked.offering(offered));
    }
}
