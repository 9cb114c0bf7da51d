package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.AttemptState;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.resource.Money;
import io.isobar.broker.workload.Checkpoint;
import io.isobar.broker.workload.RetryRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Work that holds capacity of a pool.
 *
 * @param pricePerHour of all that is lost if it is stopped
 * @param since when it began, or was promised the capacity
 * @param endsAt when it is expected to end, by its start, or until it runs by what starts on its pool take, and the run time that was
 *     expected when it was placed, or its limit; or by how far its work says that it is; null: nobody knows
 * @param giveOrTake by how much that may be wrong, as its work says how far it is; null: it does not
 * @param stopping it was told to stop
 * @param restartable its retry rule lets it be tried again after it was preempted
 * @param reservation name of the reserved nodes that it is for; null: for none
 */
public record Occupant(
        AttemptId attempt,
        String tenant,
        ReplicaShape shape,
        int replicas,
        int priority,
        Money pricePerHour,
        @Nullable Checkpoint checkpoint,
        Instant since,
        @Nullable Instant endsAt,
        @Nullable Duration giveOrTake,
        boolean stopping,
        boolean restartable,
        @Nullable String reservation) {
    /** One that does not say how far it is. */
    public Occupant(
            AttemptId attempt,
            String tenant,
            ReplicaShape shape,
            int replicas,
            int priority,
            Money pricePerHour,
            @Nullable Checkpoint checkpoint,
            Instant since,
            @Nullable Instant endsAt,
            boolean stopping,
            boolean restartable,
            @Nullable String reservation) {
        this(
                attempt,
                tenant,
                shape,
                replicas,
                priority,
                pricePerHour,
                checkpoint,
                since,
                endsAt,
                null,
                stopping,
                restartable,
                reservation);
    }

    /** What holds capacity of a pool. */
    @FunctionalInterface
    public interface Source {
        List<Occupant> in(PoolKey pool);
    }

    /**
     * A live attempt of such work; where it has other parts, all of them are stopped with it.
     *
     * @param startDelay what starts on its pool are expected to take
     * @param said when its work will be done, as far as it says; null: it does not say
     */
    public static Occupant of(Workload workload, Attempt attempt, Duration startDelay, @Nullable ExpectedEnd said) {
        var spec = workload.spec();
        var given = attempt.assignment();
        var since = attempt.startedAt() == null ? attempt.reservedAt() : attempt.startedAt();
        var longest = RunTimes.longest(given.expectedRunTime(), spec);
        var runsFrom = attempt.startedAt() == null ? since.plus(startDelay) : since;
        return new Occupant(
                attempt.id(),
                spec.tenant(),
                given.shape(),
                given.replicas(),
                spec.priority(),
                workload.liveParts().stream()
                        .map(part -> part.assignment().pricePerHour())
                        .reduce(Money::plus)
                        .orElse(given.pricePerHour()),
                spec.checkpoint(),
                since,
                said != null ? said.at() : longest == null ? null : runsFrom.plus(longest),
                said == null ? null : said.giveOrTake(),
                attempt.state() instanceof AttemptState.Stopping,
                spec.retry().on().contains(RetryRule.Cause.PREEMPTED),
                spec.placement().reservation());
    }

    /** What it holds. */
    Holdings.Sum amount() {
        return Holdings.Sum.of(shape, replicas);
    }

    boolean endsBy(Instant time) {
        return endsAt != null && !endsAt.isAfter(time);
    }

    /**
     * What was paid for work that is lost if it is stopped now: all since it began, or since the last checkpoint at worst; and its
     * restart.
     */
    Money costOfStopping(Instant now) {
        var lost = now.isAfter(since) ? Duration.between(since, now) : Duration.ZERO;
        if (checkpoint != null) {
            var every = checkpoint.every();
            lost = every != null && every.compareTo(lost) < 0 ? every : lost;
            lost = checkpoint.restartTakes() == null ? lost : lost.plus(checkpoint.restartTakes());
        }
        return pricePerHour.perHourOver(lost);
    }
}
