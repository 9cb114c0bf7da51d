package io.isobar.broker.placement;

import io.isobar.broker.resource.Money;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a candidate stands by {@link Preference}, in numbers: the smaller first, number by number. Candidates of two pools with the
 * same rank stand in the order of their pools.
 *
 * @param gang the user's order of accelerators if she gave one, then how many replicas do not start, then whether the bill lacks
 *     something
 * @param wanted the money, or the time where time is minimised
 * @param other the other one of these
 */
record Rank(long gang, long wanted, long other, int variant) implements Comparable<Rank> {
    /** Of what cannot be chosen: after all others. */
    static final Rank NEVER = new Rank(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE);

    private static final long MICROS_PER_SECOND = 1_000_000;

    static Rank of(WorkloadSpec spec, Candidate candidate) {
        var time = candidate.runTime() instanceof RunTime.Known known
                ? known.time().plus(candidate.delay())
                : null;
        return of(
                spec,
                candidate.choice(),
                candidate.replicas(),
                candidate.uncounted().isEmpty(),
                money(candidate.total(), candidate.pricePerHour()),
                time,
                candidate.variant());
    }

    static Rank of(
            WorkloadSpec spec,
            int choice,
            int replicas,
            boolean complete,
            long money,
            @Nullable Duration time,
            int variant) {
        boolean byTime = spec.objective().minimise() == Objective.Kind.TIME;
        long alternative = spec.resources().ordered() ? choice : 0;
        long gang = alternative << 32 | (long) (spec.replicas() - replicas) << 1 | (complete || byTime ? 0 : 1);
        long micros = micros(time);
        return new Rank(gang, byTime ? micros : money, byTime ? money : micros, variant);
    }

    /** A known total stands before an unknown one; two unknown ones by the price of an hour. No bill is negative. */
    static long money(@Nullable Money total, Money pricePerHour) {
        return total == null ? pricePerHour.micros() : Long.MIN_VALUE + Math.max(0, total.micros());
    }

    /** Null, which is not known, stands after every known one. */
    static long micros(@Nullable Duration time) {
        if (time == null) {
            return Long.MAX_VALUE;
        }
        long seconds = Math.min(time.toSeconds(), Long.MAX_VALUE / MICROS_PER_SECOND - 1);
        return seconds * MICROS_PER_SECOND + time.toNanosPart() / 1_000;
    }

    /** With so many millionths more in a bill whose total is known, and which is not too large for that. */
    Rank weighing(long micros, boolean byTime) {
        return byTime
                ? new Rank(gang, wanted, other + micros, variant)
                : new Rank(gang, wanted + micros, other, variant);
    }

    /** Where prefixes differ, ranks stand in their order, without a sign; where they are equal, nothing is said. */
    long prefix() {
        return gang < 3 ? gang << 62 | (wanted ^ Long.MIN_VALUE) >>> 2 : 3L << 62;
    }

    boolean isNever() {
        return gang == Long.MAX_VALUE;
    }

    @Override
    public int compareTo(Rank that) {
        int order = Long.compare(gang, that.gang);
        if (order == 0) {
            order = Long.compare(wanted, that.wanted);
        }
        if (order == 0) {
            order = Long.compare(other, that.other);
        }
        return order == 0 ? Integer.compare(variant, that.variant) : order;
    }
}
