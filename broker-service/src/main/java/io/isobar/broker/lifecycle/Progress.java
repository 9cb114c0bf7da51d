package io.isobar.broker.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How far the work of an attempt has come, as it says itself. What was done before it first said so is not put down to its rate: the work may
 * have gone on from a checkpoint.
 *
 * @param steps that are done, not negative
 * @param total in all, positive; null: it does not say
 * @param at when they were done, by the broker's clock
 * @param firstSteps that were done when it first said how far it was
 * @param firstAt when that was; not after {@code at}
 */
public record Progress(long steps, @Nullable Long total, Instant at, long firstSteps, Instant firstAt) {
    private static final double NANOS_PER_SECOND = 1e9;
    /** A century: beyond it no end is expected. */
    private static final double MOST_SECONDS = 3.2e9;

    public Progress {
        if (firstSteps < 0 || steps < firstSteps || (total != null && total <= 0) || firstAt.isAfter(at)) {
            throw new IllegalArgumentException(
                    "no progress: " + firstSteps + " to " + steps + " of " + total + ", " + firstAt + " to " + at);
        }
    }

    static Progress first(long steps, @Nullable Long total, Instant at) {
        return new Progress(steps, total, at, steps, at);
    }

    /** With what is said next. What is older changes nothing; where less is done than before, the work has begun anew. */
    Progress then(long nextSteps, @Nullable Long nextTotal, Instant nextAt) {
        if (nextAt.isBefore(at)) {
            return this;
        }
        return nextSteps < steps
                ? first(nextSteps, nextTotal, nextAt)
                : new Progress(nextSteps, nextTotal, nextAt, firstSteps, firstAt);
    }

    /**
     * All of it, of what began with nothing and has ended: since when it ran, where it was watched for less than half of that time. What ran only
     * while nobody looked was watched too, then, and what it took to begin is put down to its rate.
     */
    Progress whole(Instant began) {
        return began.isBefore(firstAt)
                        && Duration.between(began, at).compareTo(watched().multipliedBy(2)) > 0
                ? new Progress(steps, total, at, 0, began)
                : this;
    }

    /** How long it was watched. */
    public Duration watched() {
        return Duration.between(firstAt, at);
    }

    /** Mean while it was watched; empty: nothing was done in that time. */
    public OptionalDouble stepsPerSecond() {
        double seconds = watched().toNanos() / NANOS_PER_SECOND;
        return seconds > 0 && steps > firstSteps
                ? OptionalDouble.of((steps - firstSteps) / seconds)
                : OptionalDouble.empty();
    }

    /** The share of all the work that was done while it was watched, 0 to 1; empty: it is not said how much that is. */
    public OptionalDouble watchedShare() {
        return total == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.min(1, (double) (steps - firstSteps) / total));
    }

    /** When all will be done at that rate; empty: that is not known. */
    public Optional<Instant> expectedEnd() {
        var rate = stepsPerSecond();
        if (total == null || rate.isEmpty()) {
            return Optional.empty();
        }
        double left = Math.max(0, total - steps) / rate.getAsDouble();
        return left > MOST_SECONDS ? Optional.empty() : Optional.of(at.plusMillis(Math.round(left * 1_000)));
    }
}
