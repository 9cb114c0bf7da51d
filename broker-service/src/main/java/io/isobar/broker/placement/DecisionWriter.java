package io.isobar.broker.placement;

import io.isobar.broker.capacity.FederationView;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.resource.DurationText;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Puts what was found into the record of the decision, and into one sentence. */
final class DecisionWriter {
    /** Regions that the user ruled out come last: that is no news to her. */
    private static final Comparator<Refusal> FURTHEST_FIRST = Comparator.comparing(
                    (Refusal refusal) -> refusal.reason() == Reason.REGION_NOT_ALLOWED)
            .thenComparing(Refusal::reason, Comparator.reverseOrder())
            .thenComparing(Refusal::pool);

    private static final int MOST_CHANGES = 10;

    private DecisionWriter() {}

    static Decision write(
            FederationView view,
            Asked asked,
            Instant now,
            Policy policy,
            List<Candidate> candidates,
            List<Refusal> refusals,
            List<String> rates) {
        var sorted = refusals.stream().sorted(FURTHEST_FIRST).toList();
        var counts = new EnumMap<Reason, Integer>(Reason.class);
        sorted.forEach(refusal -> counts.merge(refusal.reason(), 1, Integer::sum));
        var dominant = candidates.isEmpty() ? dominant(view, sorted) : null;
        return new Decision(
                now,
                view.version(),
                policy.version(),
                view.pools().size(),
                candidates.stream().limit(Decision.MOST_CANDIDATES).toList(),
                candidates.size(),
                counts,
                sorted.stream().limit(Decision.MOST_REFUSALS).toList(),
                dominant,
                dominant == null ? chosen(candidates) : refused(asked.spec(), view, sorted, dominant, counts),
                sorted.stream()
                        .filter(refusal -> !refusal.remedy().isEmpty())
                        .map(refusal -> refusal.pool() + ": " + refusal.remedy())
                        .distinct()
                        .limit(MOST_CHANGES)
                        .toList(),
                rates);
    }

    /** The reason that got furthest through the gate: the closest that any pool came. */
    private static Reason dominant(FederationView view, List<Refusal> furthestFirst) {
        if (furthestFirst.isEmpty()) {
            return view.regions().isEmpty() ? Reason.NO_REGIONS : Reason.NO_POOL_FITS;
        }
        return furthestFirst.getFirst().reason();
    }

    private static String chosen(List<Candidate> candidates) {
        var best = candidates.getFirst();
        var price = best.total() == null
                ? best.pricePerHour() + " per hour, run time not known"
                : best.total().rounded() + " in all";
        var time = best.runTime() instanceof RunTime.Known known ? ", runs " + DurationText.print(known.time()) : "";
        return "chosen: " + best.pool() + " of " + best.provider() + ", " + price + time + "; best of "
                + candidates.size() + (candidates.size() == 1 ? " candidate" : " candidates");
    }

    private static String refused(
            WorkloadSpec spec,
            FederationView view,
            List<Refusal> furthestFirst,
            Reason dominant,
            Map<Reason, Integer> counts) {
        if (furthestFirst.isEmpty()) {
            return view.regions().isEmpty()
                    ? "no region has ever connected"
                    : "no pool is known in " + view.regions().size() + " regions";
        }
        var closest = furthestFirst.getFirst();
        var all = counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        return "no pool takes " + spec.replicas() + " x " + asked(spec) + ": " + dominant + ", closest is "
                + closest.pool() + " (" + closest.evidence() + "); of "
                + view.pools().size() + " pools: " + all;
    }

    private static String asked(WorkloadSpec spec) {
        var accelerators = spec.resources().accelerators();
        return accelerators.isEmpty()
                ? spec.resources().cpus() + " cpus"
                : accelerators.stream().map(AcceleratorChoice::inWords).collect(Collectors.joining(" or "));
    }
}
