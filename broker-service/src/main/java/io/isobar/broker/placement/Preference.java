package io.isobar.broker.placement;

import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.Comparator;

/**
 * Which candidate is better. Equal ones fall to a fixed order, never to chance: a random choice strands capacity (FGD, ATC'23,
 * loses five points with random ties). {@link Rank} is the same order in numbers.
 */
final class Preference {
    private static final Comparator<Candidate> FIXED = Comparator.comparing(Candidate::pool)
            .thenComparing(c -> c.offer().mode())
            .thenComparing(c -> c.offer().unit());

    /** A known total before an unknown one; two unknown ones by the price of an hour. */
    private static final Comparator<Candidate> CHEAPEST = (one, other) -> {
        var left = one.total();
        var right = other.total();
        if (left != null && right != null) {
            return left.compareTo(right);
        }
        if (left != null || right != null) {
            return left != null ? -1 : 1;
        }
        return one.pricePerHour().compareTo(other.pricePerHour());
    };

    /** A bill that lacks something is not compared with one that does not: unknown is not zero. */
    private static final Comparator<Candidate> COMPLETE =
            Comparator.comparing(candidate -> !candidate.uncounted().isEmpty());

    private static final Comparator<Candidate> FASTEST = Comparator.comparingLong(Preference::timeOrForever);

    private Preference() {}

    static Comparator<Candidate> of(WorkloadSpec spec) {
        var wanted = spec.objective().minimise() == Objective.Kind.TIME
                ? FASTEST.thenComparing(CHEAPEST)
                : COMPLETE.thenComparing(CHEAPEST).thenComparing(FASTEST);
        var full = Comparator.comparingInt((Candidate c) -> -c.replicas());
        var ranked = spec.resources().ordered()
                ? Comparator.comparingInt(Candidate::choice).thenComparing(full)
                : full;
        return ranked.thenComparing(wanted).thenComparingInt(Candidate::variant).thenComparing(FIXED);
    }

    private static long timeOrForever(Candidate candidate) {
        return candidate.runTime() instanceof RunTime.Known known
                ? Rank.micros(known.time().plus(candidate.delay()))
                : Rank.micros(null);
    }
}
