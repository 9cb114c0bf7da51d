package io.isobar.broker.ledger;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.Reservation;
import io.isobar.broker.learning.PoolTally;
import io.isobar.broker.learning.RunKind;
import io.isobar.broker.learning.Tally;
import io.isobar.broker.learning.Trial;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.placement.Used;
import io.isobar.broker.workload.WorkloadId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The truth about workloads, their attempts and decisions. What a method has returned from is durable.
 *
 * <p>Every method throws {@link io.isobar.broker.failure.Failure} with {@code DATABASE_UNAVAILABLE} where the store does not answer;
 * then it is not known whether the last write was done, and the same write again is safe. Safe for concurrent use.
 */
public interface Ledger {
    /** Stores a workload that was just accepted, unless the request was done before. */
    Acceptance accept(Workload workload, Request request);

    /** Notes a request that changes {@code subject}, unless it was done before. */
    Acceptance note(Request request, String subject);

    /** All of it in one transaction. Repeating it changes nothing. */
    void commit(Changes changes);

    /** Everything that is not over, oldest first, each with its last attempt. */
    List<Workload> live();

    List<KnownRegion> regions();

    /** Those that were not taken back; of one that is over it may not be known yet. By pool, then by name. */
    List<Reservation> reservations();

    /** What each tenant used, as of when it last took or gave back something. */
    Map<String, Used> used();

    /** What runs have taught. */
    Map<RunKind, Tally> learned();

    /** How many first runs of families on models have ended, of such of which nothing is known still; the one that was tried last at the end. */
    Map<Trial, Integer> trials();

    /** How pools kept what they promise, the one of which something was seen last at the end. */
    Map<PoolKey, PoolTally> pools();

    Optional<Workload> workload(WorkloadId id);

    /** The newest workload of a name. */
    Optional<Workload> newest(String name);

    /**
     * Newest first.
     *
     * @param states names of states, empty: all
     * @param after where to begin; null: at the newest
     * @param size 1 to 1,000
     */
    Page<Workload> workloads(@Nullable String tenant, Set<String> states, @Nullable String after, int size);

    Optional<Attempt> attempt(AttemptId id);

    /** Newest first; the parameters as above. */
    Page<Attempt> attempts(@Nullable WorkloadId workload, @Nullable String region, @Nullable String after, int size);

    /** The decision that gave the attempt its place, as JSON of {@code isobar.workload.v1.Decision}. */
    Optional<String> decision(AttemptId attempt);

    /** What that decision was taken by, as {@code isobar.workload.v1.DecisionInputs}; empty where that was not kept. */
    Optional<byte[]> inputs(AttemptId attempt);

    /** Forgets requests that were done before that time; after it a repeated id is new. */
    int forgetRequestsBefore(Instant time);

    /** Whether the store answers; throws where it does not. */
    void ping();
}
