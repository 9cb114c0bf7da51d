package io.isobar.broker.learning;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.AttemptState;
import io.isobar.broker.lifecycle.End;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.market.BillingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Sees from the steps of workloads how pools keep what they promise, and tells the {@link TrackBook}. How long work ran is reckoned by
 * the clock of its region, how long it took to start by the broker's own. Not safe for concurrent use.
 */
public final class PoolObserver {
    private static final double MILLIS_PER_HOUR = 3_600_000;

    private final TrackBook book;
    /** Canonical id of a pool's accelerator; empty: none is known. */
    private final Function<PoolKey, String> models;
    /** Since when, by the broker's clock, each attempt that runs is counted. */
    private final Map<AttemptId, Instant> running = new HashMap<>();

    private Instant now = Instant.EPOCH;

    public PoolObserver(TrackBook book, Function<PoolKey, String> models) {
        this.book = book;
        this.models = models;
    }

    /** Time passes; to be told before what happens at that time. */
    public void advance(Instant time) {
        now = time;
        book.advance(time);
    }

    /** Takes up work that a leader before this one counted; it is counted on from where that left. */
    public void recall(Workload live) {
        for (var part : live.liveParts()) {
            var began = part.startedAt();
            if (began != null && running.put(part.id(), began) == null) {
                count(part, 1);
            }
        }
    }

    /** A workload has taken a step. */
    public void saw(@Nullable Workload before, Workload after) {
        if (before == null) {
            return;
        }
        for (var part : after.parts()) {
            for (var was : before.parts()) {
                if (was.id().equals(part.id()) && was.isLive()) {
                    saw(was, part, after.parts().size() == 1);
                }
            }
        }
    }

    private void saw(Attempt was, Attempt is, boolean alone) {
        if (was.state() instanceof AttemptState.Reserved && isAdmitted(is.state())) {
            tell(is, false, tally -> tally.answered(false));
        }
        if (is.state() instanceof AttemptState.Running && !(was.state() instanceof AttemptState.Running)) {
            if (running.put(is.id(), now) == null) {
                count(is, 1);
            }
            // What a region that was silent says afterwards, it may have begun at any time before; and a part waits for
            // others.
            if (alone && !was.unconfirmed() && !now.isBefore(is.reservedAt())) {
                var took = Duration.between(is.reservedAt(), now);
                tell(is, false, tally -> tally.started(took));
            }
        }
        if (is.state() instanceof AttemptState.Ended ended) {
            ended(was, is, ended.end());
        }
    }

    private static boolean isAdmitted(AttemptState state) {
        return switch (state) {
            case AttemptState.Held _ -> true;
            case AttemptState.Starting _ -> true;
            case AttemptState.Running _ -> true;
            case AttemptState.Reserved _ -> false;
            case AttemptState.Stopping _ -> false;
            case AttemptState.Ended _ -> false;
        };
    }

    private void ended(Attempt was, Attempt is, End end) {
        if (end.outcome() == End.Outcome.REFUSED && end.reason() == Reason.REFUSED_BY_REGION) {
            tell(is, true, tally -> tally.answered(true));
        }
        var since = running.remove(is.id());
        if (since != null) {
            count(is, -1);
        }
        var began = is.startedAt();
        if (began == null) {
            return;
        }
        double beyond = ranHours(was, began, end) - (since == null ? 0 : hours(since, now));
        var loss = Loss.of(was, end);
        long units = units(is);
        boolean lost = loss == Loss.FAILURE && units > 0;
        boolean reclaimed = loss == Loss.RECLAIM;
        tell(is, lost || reclaimed, tally -> {
            var next = tally.failed(lost ? 1 : 0, units * beyond);
            return isSpot(is) ? next.reclaimed(reclaimed ? 1 : 0, beyond) : next;
        });
    }

    /** Of what was lost with its region is only known that it ran until it was last heard of. */
    private double ranHours(Attempt was, Instant began, End end) {
        var heardOf = was.confirmedAt();
        var until = end.outcome() == End.Outcome.LOST && heardOf != null ? heardOf : end.at();
        // Whatever the clock of its region says, it cannot have run before it was placed.
        return Math.clamp(hours(began, until), 0, Math.max(0, hours(was.reservedAt(), now)));
    }

    private void count(Attempt part, int by) {
        var pool = part.assignment().pool();
        book.runs(pool, models.apply(pool), by * units(part), isSpot(part) ? by : 0);
    }

    private void tell(Attempt part, boolean isRare, UnaryOperator<PoolTally> change) {
        var pool = part.assignment().pool();
        book.saw(pool, models.apply(pool), isRare, change);
    }

    private static long units(Attempt part) {
        return (long) part.assignment().shape().units() * part.assignment().replicas();
    }

    private static boolean isSpot(Attempt part) {
        return part.assignment().offer().mode() == BillingMode.SPOT;
    }

    private static double hours(Instant from, Instant until) {
        return Duration.between(from, until).toMillis() / MILLIS_PER_HOUR;
    }
}
