package io.isobar.broker.operations;

import io.isobar.broker.ledger.Changes;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.workload.WorkloadId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Tells those who watch a workload of its changes once they are durable. Safe for concurrent use. */
public final class ChangeFeed {
    private final Map<WorkloadId, Set<Subscription>> watchers = new ConcurrentHashMap<>();

    /** A watcher's place; closing it ends it. */
    public final class Subscription implements AutoCloseable {
        private static final int MOST_UNREAD = 64;

        private final WorkloadId workload;
        private final BlockingQueue<Workload> unread = new LinkedBlockingQueue<>(MOST_UNREAD);

        private Subscription(WorkloadId workload) {
            this.workload = workload;
        }

        /** The next change; empty where none came in time. A slow reader misses the oldest of too many. */
        public Optional<Workload> next(Duration patience) throws InterruptedException {
            return Optional.ofNullable(unread.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
        }

        private void push(Workload change) {
            while (!unread.offer(change)) {
                unread.poll();
            }
        }

        @Override
        public void close() {
            watchers.computeIfPresent(workload, (id, all) -> {
                all.remove(this);
                return all.isEmpty() ? null : all;
            });
        }
    }

    public Subscription subscribe(WorkloadId workload) {
        var subscription = new Subscription(workload);
        watchers.compute(workload, (id, all) -> {
            var set = all == null ? ConcurrentHashMap.<Subscription>newKeySet() : all;
            set.add(subscription);
            return set;
        });
        return subscription;
    }

    public void publish(Changes changes) {
        if (!watchers.isEmpty()) {
            changes.workloads()
                    .forEach((id, workload) ->
                            watchers.getOrDefault(id, Set.of()).forEach(watcher -> watcher.push(workload)));
        }
    }
}
