package io.isobar.agent.execution;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.PoolCapacity;
import io.isobar.agent.admission.Refusal;
import io.isobar.agent.driver.AttemptKey;
import io.isobar.agent.inventory.PoolName;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a region tells its broker. */
public sealed interface RegionMessage {
    /**
     * Where an attempt is now.
     *
     * @param pool null: the region knows nothing of the attempt, and with that it has ended
     * @param coveredFrom from this sequence of the pool on, reported capacity is without what the attempt takes, or with it
     *     again once it ended
     */
    record AttemptNews(
            AttemptKey key,
            @Nullable PoolName pool,
            AttemptState state,
            long sequence,
            long coveredFrom,
            Instant observedAt)
            implements RegionMessage {}

    /** The capacity is held. */
    record AdmittedNews(AttemptId attempt, long coveredFrom) implements RegionMessage {}

    /** The capacity is not held. */
    record RefusedNews(AttemptId attempt, Refusal refusal) implements RegionMessage {}

    /** A pool, whole; replaces what was told of it before. */
    record PoolNews(PoolCapacity capacity) implements RegionMessage {}

    /** A pool is no more. */
    record PoolGone(PoolName pool) implements RegionMessage {}

    /** The region's whole truth at one instant. */
    record FullReport(long report, List<PoolNews> pools, List<AttemptNews> attempts) implements RegionMessage {}
}
