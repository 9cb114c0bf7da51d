package io.isobar.bench.admission;

import io.isobar.broker.ledger.Changes;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.workload.WorkloadId;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** What happens in a run: when each workload was submitted, admitted and over, and what tenants and groups hold at most. */
final class Watch implements SimulatedRegion.Watcher {
    private final Crowd crowd;
    private final CountDownLatch live;
    /** Of {@link System#nanoTime}, by the name of the workload. */
    private final Map<String, Long> submitted = new ConcurrentHashMap<>();

    private final Map<String, Long> admitted = new ConcurrentHashMap<>();
    private final Map<WorkloadId, Integer> ends = new ConcurrentHashMap<>();
    private final Map<String, Long> held = new HashMap<>();
    private long mostOfTenant;
    private long mostOfGroup;
    private int stopped;
    private int done;
    private final AtomicInteger repeated = new AtomicInteger();
    private volatile long lastSubmit;

    Watch(Crowd crowd) {
        this.crowd = crowd;
        this.live = new CountDownLatch(crowd.workloads());
    }

    void submitting(String name) {
        submitted.put(name, System.nanoTime());
    }

    /** The broker was too busy to take a submission. */
    void again() {
        repeated.incrementAndGet();
    }

    int repeated() {
        return repeated.get();
    }

    void accepted() {
        lastSubmit = System.nanoTime();
    }

    @Override
    public void reserved(Workload workload) {
        admitted.putIfAbsent(workload.spec().name(), System.nanoTime());
    }

    @Override
    public synchronized void holds(String tenant, long millicpus) {
        mostOfTenant = Math.max(mostOfTenant, held.merge(tenant, millicpus, Long::sum));
        mostOfGroup = Math.max(mostOfGroup, held.merge(Crowd.groupOf(tenant), millicpus, Long::sum));
    }

    @Override
    public synchronized void left(Workload workload, long millicpus, boolean finished) {
        held.merge(workload.spec().tenant(), -millicpus, Long::sum);
        held.merge(Crowd.groupOf(workload.spec().tenant()), -millicpus, Long::sum);
        if (finished) {
            done++;
        } else {
            stopped++;
        }
    }

    /** Durable. */
    void changed(Changes changes) {
        for (var workload : changes.workloads().values()) {
            if (workload.isOver() && ends.merge(workload.id(), 1, Integer::sum) == 1) {
                live.countDown();
            }
        }
    }

    void awaitTheLast() throws InterruptedException {
        live.await();
    }

    long lastSubmit() {
        return lastSubmit;
    }

    synchronized int stopped() {
        return stopped;
    }

    /** From the call of Submit until the region was asked, which is once the decision is durable; mean milliseconds. */
    double meanAdmissionMillis(String kind) {
        return admitted.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(kind))
                        .mapToLong(entry -> entry.getValue() - submitted.getOrDefault(entry.getKey(), 0L))
                        .average()
                        .orElse(Double.NaN)
                / 1e6;
    }

    /** Fails where anything was done twice, or not at all, or beyond a limit. */
    synchronized void check() {
        require(done == crowd.workloads(), "the region finished " + done + " of " + crowd.workloads());
        require(ends.values().stream().allMatch(times -> times == 1), "a workload ended twice");
        require(
                mostOfTenant <= 1_000 * crowd.most(),
                "a tenant held " + mostOfTenant + " millicpus of " + crowd.most() + " cores");
        require(
                mostOfGroup <= 1_000 * crowd.mostOfGroup(),
                "a group held " + mostOfGroup + " millicpus of " + crowd.mostOfGroup() + " cores");
    }

    synchronized String mostHeld() {
        return mostOfTenant / 1_000 + " of " + crowd.most() + " cores by a tenant, " + mostOfGroup / 1_000 + " of "
                + crowd.mostOfGroup() + " by a group";
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
