package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.resource.DurationText;
import io.isobar.broker.resource.Money;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts what was found into the record of the decision, and into one sentence. */
final class DecisionWriter {
    private DecisionWriter() {}

    static Decision write(long viewVersion, Asked asked, Instant now, Policy policy, Findings found) {
        var dominant = found.best().isEmpty() ? dominant(found) : null;
        return new Decision(
                now,
                viewVersion,
                policy.version(),
                found.pools(),
                found.first(Decision.MOST_CANDIDATES),
                List.of(),
                found.passed(),
                found.refused(),
                found.refusals(),
                dominant,
                dominant == null ? chosen(asked.spec(), found, now) : refused(asked.spec(), found, dominant, now),
                found.changes(),
                found.rates(),
                new Inputs(
                        asked,
                        policy,
                        now,
                        found.at(),
                        found.looked().offered(),
                        found.looked().refused(),
                        false));
    }

    /**
     * The record where a candidate was chosen that is not the best for this workload alone, and why.
     *
     * @param view the pool of the candidate, as it was looked at; null: that is not known
     */
    static Decision otherwise(Decision alone, Candidate chosen, @Nullable PoolView view, String why) {
        var inputs = alone.inputs();
        var best = Stream.concat(
                        Stream.of(chosen),
                        alone.best().stream()
                                .filter(other -> !other.pool().equals(chosen.pool()))
                                .limit(Decision.MOST_CANDIDATES - 1))
                .toList();
        return new Decision(
                alone.decidedAt(),
                alone.viewVersion(),
                alone.policyVersion(),
                alone.considered(),
                best,
                List.of(),
                Math.max(alone.passed(), best.size()),
                alone.refused(),
                alone.refusals().stream()
                        .filter(refusal -> !refusal.pool().equals(chosen.pool()))
                        .toList(),
                null,
                chosen(chosen) + why,
                alone.wouldChange(),
                alone.rates(),
                inputs == null ? null : inputs.exchangedFor(view));
    }

    /** The record where the chosen candidate is the first of several parts. */
    static Decision inParts(Decision decision, GangPlan plan) {
        if (plan.parts().size() == 1) {
            return decision;
        }
        var total = plan.total()
                .map(sum -> sum.rounded() + " in all")
                .orElseGet(() -> plan.pricePerHour() + " per hour, run time not known");
        var pools = plan.candidates().stream()
                .map(part -> part.replicas() + " in " + part.pool())
                .collect(Collectors.joining(", "));
        return new Decision(
                decision.decidedAt(),
                decision.viewVersion(),
                decision.policyVersion(),
                decision.considered(),
                decision.best(),
                plan.parts(),
                decision.passed(),
                decision.refused(),
                decision.refusals(),
                null,
                "chosen: " + plan.parts().size() + " parts, " + total + ": " + pools,
                decision.wouldChange(),
                decision.rates(),
                decision.inputs());
    }

    /** The reason that got furthest through the gate: the closest that any pool came. */
    private static Reason dominant(Findings found) {
        if (found.refusals().isEmpty()) {
            return found.regions() == 0 ? Reason.NO_REGIONS : Reason.NO_POOL_FITS;
        }
        return found.refusals().getFirst().reason();
    }

    private static String chosen(WorkloadSpec spec, Findings found, Instant now) {
        return chosen(found.best().getFirst()) + toLearn(spec, found.best()) + "; best of " + found.passed()
                + (found.passed() == 1 ? " candidate" : " candidates") + age(found, now);
    }

    private static String chosen(Candidate best) {
        var price = price(best);
        var time = best.runTime() instanceof RunTime.Known known ? ", runs " + DurationText.print(known.time()) : "";
        return "chosen: " + best.pool() + " of " + best.provider() + ", " + price + time;
    }

    /** Where another would have been chosen but for what a run here teaches. */
    private static String toLearn(WorkloadSpec spec, List<Candidate> best) {
        var chosen = best.getFirst();
        var here = withoutCredit(chosen);
        if (here == null || here.equals(chosen.total()) || spec.resources().ordered()) {
            return "";
        }
        return best.stream()
                .filter(other -> other.replicas() == chosen.replicas()
                        && other.uncounted().isEmpty() == chosen.uncounted().isEmpty())
                .flatMap(
                        other -> Optional.ofNullable(withoutCredit(other)).map(cost -> Map.entry(cost, other)).stream())
                .min(Map.Entry.comparingByKey())
                .filter(least -> least.getKey().compareTo(here) < 0)
                .map(least -> ", to learn how fast it runs there: expected to cost "
                        + here.minus(least.getKey()).rounded() + " more than "
                        + least.getValue().pool())
                .orElse("");
    }

    /** What it counts for, but for what a run there would teach; null: that is not known. */
    private static @Nullable Money withoutCredit(Candidate candidate) {
        var total = candidate.total();
        for (var line : candidate.bill()) {
            if (total != null && line.term() == BillLine.Term.LEARNING) {
                total = total.minus(line.amount());
            }
        }
        return total;
    }

    private static String price(Candidate best) {
        var total = best.total();
        var paid = best.paid();
        if (total == null || paid == null) {
            return best.pricePerHour() + " per hour, run time not known";
        }
        return paid.equals(total)
                ? total.rounded() + " in all"
                : paid.rounded() + " charged, " + total.rounded() + " with what only weighs";
    }

    private static String age(Findings found, Instant now) {
        var age = Duration.between(found.at(), now);
        return age.isZero() ? "" : ", counted " + age.toMillis() + " ms before";
    }

    private static String refused(WorkloadSpec spec, Findings found, Reason dominant, Instant now) {
        if (found.refusals().isEmpty()) {
            return found.regions() == 0
                    ? "no region has ever connected"
                    : "no pool is known in " + found.regions() + " regions";
        }
        var closest = found.refusals().getFirst();
        // It is the same everywhere, and says nothing of the pool that happens to be the first.
        if (dominant == Reason.ARRAY_LIMIT) {
            return "it waits for its turn: " + closest.evidence() + age(found, now);
        }
        var all = new TreeMap<>(found.refused())
                .entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey())
                        .collect(Collectors.joining(", "));
        return "no pool takes " + spec.replicas() + " x " + asked(spec) + ": " + dominant + ", closest is "
                + closest.pool() + " (" + closest.evidence() + "); of " + found.pools() + " pools: " + all
                + age(found, now);
    }

    private static String asked(WorkloadSpec spec) {
        var accelerators = spec.resources().accelerators();
        return accelerators.isEmpty()
                ? spec.resources().cpus() + " cpus"
                : accelerators.stream().map(AcceleratorChoice::inWords).collect(Collectors.joining(" or "));
    }
}
