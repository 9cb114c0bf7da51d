package io.isobar.broker.lifecycle;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How much of the work of a workload outlives an attempt. */
final class SavedWork {
    private SavedWork() {}

    /**
     * The share of all its work that is saved once its attempt has ended: whole intervals between checkpoints, as far as how long
     * the attempt would have run and how often it saves are known. The last interval of the work is never taken for done, since how
     * long it would run was an expectation.
     *
     * @param end until when the attempt is known to have run
     */
    static double saved(Workload workload, Attempt attempt, Instant end) {
        var checkpoint = workload.spec().checkpoint();
        var begin = attempt.startedAt();
        var expected = attempt.assignment().expectedRunTime();
        if (checkpoint == null || checkpoint.every() == null || begin == null || expected == null) {
            return workload.saved();
        }
        var every = checkpoint.every();
        if (!every.isPositive() || !expected.isPositive()) {
            return workload.saved();
        }
        var ran = Duration.between(begin, end)
                .minus(workload.saved() > 0 ? known(checkpoint.restartTakes()) : Duration.ZERO);
        if (ran.isNegative()) {
            return workload.saved();
        }
        long intervals = ran.dividedBy(every.plus(known(checkpoint.saveTakes())));
        var done = every.multipliedBy(Math.min(intervals, expected.dividedBy(every)));
        var most = expected.minus(every);
        double ofAttempt = (double) (done.compareTo(most) < 0 ? done : most).toMillis() / expected.toMillis();
        return workload.saved() + (1 - workload.saved()) * Math.max(0, ofAttempt);
    }

    private static Duration known(@Nullable Duration duration) {
        return duration == null ? Duration.ZERO : duration;
    }
}
