package io.isobar.broker.placement;

import io.isobar.broker.resource.Money;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A place for every part of a gang. */
record GangPlan(List<GangPart> parts) {
    /** By the sum of the bills; where one is not known, by the price of an hour. Those whose bills are known come first. */
    static final Comparator<List<Candidate>> CHEAPEST = Comparator.comparing(
                    (List<Candidate> candidates) -> total(candidates).isEmpty())
            .thenComparing(candidates -> total(candidates).orElseGet(() -> pricePerHour(candidates)));

    GangPlan {
        parts = List.copyOf(parts);
    }

    List<Candidate> candidates() {
        return parts.stream().map(GangPart::candidate).toList();
    }

    private static Money pricePerHour(List<Candidate> candidates) {
        return candidates.stream()
                .map(Candidate::pricePerHour)
                .reduce(Money::plus)
                .orElseThrow();
    }

    private static Optional<Money> total(List<Candidate> candidates) {
        return candidates.stream().anyMatch(candidate -> candidate.total() == null)
                ? Optional.empty()
                : candidates.stream().map(Candidate::total).reduce(Money::plus);
    }

    Money pricePerHour() {
        return pricePerHour(candidates());
    }

    /** Empty: a part's run time is not known. */
    Optional<Money> total() {
        return total(candidates());
    }

    private boolean hasGaps() {
        return candidates().stream()
                .anyMatch(candidate -> !candidate.uncounted().isEmpty());
    }

    private int mainReplicas() {
        return parts.stream()
                .filter(part -> part.group() == 0)
                .mapToInt(part -> part.candidate().replicas())
                .sum();
    }

    /** From now until the slowest part has ended; the longest there is where that is not known. */
    private Duration time() {
        return candidates().stream()
                .map(candidate -> candidate.runTime() instanceof RunTime.Known known
                        ? known.time().plus(candidate.delay())
                        : Duration.ofSeconds(Long.MAX_VALUE))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private String names() {
        return candidates().stream()
                .map(candidate -> candidate.pool().toString())
                .collect(Collectors.joining(" "));
    }

    /** Better ones first, by the rules of {@link Preference}; then fewer parts. */
    static Comparator<GangPlan> preference(WorkloadSpec spec) {
        var cheapest = Comparator.comparing(GangPlan::candidates, CHEAPEST);
        var wanted = spec.objective().minimise() == Objective.Kind.TIME
                ? Comparator.comparing(GangPlan::time).thenComparing(cheapest)
                : Comparator.comparing(GangPlan::hasGaps)
                        .thenComparing(cheapest)
                        .thenComparing(GangPlan::time);
        Function<GangPlan, Integer> choice = plan ->
                spec.resources().ordered() ? plan.candidates().getFirst().choice() : 0;
        return Comparator.comparing(choice)
                .thenComparingInt(plan -> -plan.mainReplicas())
                .thenComparing(wanted)
                .thenComparingInt(plan -> plan.parts().size())
                .thenComparing(GangPlan::names);
    }
}
