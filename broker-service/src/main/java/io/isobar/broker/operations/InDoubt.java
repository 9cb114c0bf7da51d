package io.isobar.broker.operations;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.leader.Event;
import io.isobar.broker.ledger.Ledger;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.workload.WorkloadId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Workloads whose acceptance the store did not answer: they may be durable, and then the leader must be told of them, though whoever
 * submitted them may never ask again. Safe for concurrent use.
 */
final class InDoubt {
    private static final int MOST = 10_000;
    /** No transaction of a connection that broke is done after so long. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Ledger ledger;
    private final Consumer<Event> leader;
    private final Map<WorkloadId, Doubt> doubts = new ConcurrentHashMap<>();

    private record Doubt(Workload workload, Instant since) {}

    InDoubt(Ledger ledger, Consumer<Event> leader) {
        this.ledger = ledger;
        this.leader = leader;
    }

    /** Throws where so many are in doubt that no more can be remembered. */
    void requireRoom() {
        if (doubts.size() >= MOST) {
            throw new Failure(
                    Reason.DATABASE_UNAVAILABLE,
                    "of " + doubts.size()
                            + " workloads it is not known whether they were accepted; the database does not say");
        }
    }

    void add(Workload workload, Instant now) {
        doubts.put(workload.id(), new Doubt(workload, now));
    }

    /** Looks what became of them, and tells the leader of each that is durable, once. Throws where the store does not answer. */
    void settle(Instant now) {
        for (var entry : List.copyOf(doubts.entrySet())) {
            var doubt = entry.getValue();
            boolean durable = ledger.workload(entry.getKey()).isPresent();
            boolean isOld = doubt.since().plus(LONGEST).isBefore(now);
            if ((durable || isOld) && doubts.remove(entry.getKey(), doubt) && durable) {
                leader.accept(new Event.Accepted(doubt.workload()));
            }
        }
    }
}
