package io.isobar.broker.placement;

import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.Progress;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When work that runs and says how far it is will be done. What was expected when it was placed, and what is left at the rate that was seen, are
 * weighed: the rate counts the more, the more of the work was seen.
 *
 * @param at not before it last said how far it was
 * @param giveOrTake by how much it may lie later or earlier (one standard deviation)
 */
public record ExpectedEnd(Instant at, Duration giveOrTake) {
    /** What was watched for less says more of when files are looked at than of the work. */
    static final Duration SHORTEST_WATCHED = Duration.ofSeconds(10);

    /** Of all the work, that must have been seen. */
    static final double LEAST_SHARE = 0.01;

    /** The same, where nobody has said how long it takes: then nothing holds the rate of its first steps back. */
    private static final double LEAST_SHARE_ALONE = 0.05;

    /** Standard deviation of the logarithm of what is left by what is expected, once all of a run was seen; as of runs of a family. */
    private static final double CHANCE = 0.2;

    /** What was expected when it was placed counts as so much of the work that was seen: its logarithm has the deviation 1. */
    private static final double EXPECTED_SHARE = CHANCE * CHANCE;

    /** It takes no more than so many times what was expected, and no less than that part of it. */
    private static final int FURTHEST = 20;

    /** Empty: it does not run, or has not said enough. */
    static Optional<ExpectedEnd> of(WorkloadSpec spec, Attempt attempt) {
        var progress = attempt.progress();
        var began = attempt.startedAt();
        if (progress == null || began == null || !attempt.isLive() || !says(progress)) {
            return Optional.empty();
        }
        double share = progress.watchedShare().orElse(0);
        var expected = attempt.assignment().expectedRunTime();
        if (expected == null && share < LEAST_SHARE_ALONE) {
            return Optional.empty();
        }
        return progress.expectedEnd().map(measured -> {
            var done = weighed(progress.at(), measured, began, expected, share);
            var most = limit(spec, began, expected);
            var end = most != null && most.isBefore(done) ? most : done;
            var left = Duration.between(progress.at(), end);
            double deviation = Math.expm1(CHANCE / Math.sqrt(share + EXPECTED_SHARE));
            return left.isNegative()
                    ? new ExpectedEnd(progress.at(), Duration.ZERO)
                    : new ExpectedEnd(end, Duration.ofMillis(Math.round(left.toMillis() * deviation)));
        });
    }

    /** Whether that is enough to reckon with. */
    static boolean says(Progress progress) {
        return progress.watched().compareTo(SHORTEST_WATCHED) >= 0
                && progress.watchedShare().orElse(0) >= LEAST_SHARE;
    }

    private static Instant weighed(
            Instant at, Instant measured, Instant began, @Nullable Duration expected, double share) {
        if (expected == null) {
            return measured;
        }
        var left = Duration.between(at, began.plus(expected));
        double expectedMillis = Math.max(0, left.toMillis());
        double measuredMillis = Duration.between(at, measured).toMillis();
        double weight = share / (share + EXPECTED_SHARE * (1 - share));
        return at.plusMillis(Math.round(weight * measuredMillis + (1 - weight) * expectedMillis));
    }

    private static @Nullable Instant limit(WorkloadSpec spec, Instant began, @Nullable Duration expected) {
        var longest = expected == null ? null : expected.multipliedBy(FURTHEST);
        var most = RunTimes.longest(longest, spec);
        return most == null ? null : began.plus(most);
    }

    /** Whether it is something else than what was said before: not what chance changes with every step. */
    boolean isNews(ExpectedEnd said, Instant now) {
        var left = Duration.between(now, said.at);
        var step = left.dividedBy(ExpectedEnds.STEP).compareTo(ExpectedEnds.LEAST_STEP) > 0
                ? left.dividedBy(ExpectedEnds.STEP)
                : ExpectedEnds.LEAST_STEP;
        return Duration.between(said.at, at).abs().compareTo(step) > 0;
    }
}
