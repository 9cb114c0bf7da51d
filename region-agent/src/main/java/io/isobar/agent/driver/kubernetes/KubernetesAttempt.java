package io.isobar.agent.driver.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.isobar.agent.driver.Work;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the driver remembers of an attempt. Guarded by its own lock. */
final class KubernetesAttempt {
    final Work work;
    final AttemptFolder folder;
    final int replicas;
    private final List<@Nullable Pod> made;
    private final Map<Integer, Instant> deletedAt = new HashMap<>();
    final Map<Integer, PodLog> logs = new HashMap<>();
    private final Map<Integer, Instant> confirmedAt = new HashMap<>();
    private @Nullable Instant confirmedBefore;
    private Intent intent = new Intent.Run();

    /** Something is being asked of the API server for it; nothing else is meanwhile. */
    private boolean busy;

    /** When something may be asked again that was not answered. */
    private Instant retryAt = Instant.MIN;

    /** How many of the first replicas have had a pod. */
    private int count;

    /** Of the first that has none: it was asked for, and not answered. */
    volatile @Nullable Instant unansweredAt;

    /** Of the first that has none: it was refused, perhaps only for now; of who makes the pods alone. */
    volatile @Nullable Instant refusedSince;

    boolean toldRunning;

    /** Read by who reads its output, without the lock. */
    volatile boolean over;

    volatile @Nullable Instant waitsSince;

    @Nullable
    Instant failsSince;

    KubernetesAttempt(Work work, AttemptFolder folder) {
        this.work = work;
        this.folder = folder;
        this.replicas = work.order().demand().replicas();
        this.made = new ArrayList<>(Collections.nCopies(replicas, null));
    }

    /**
     * As it was left before a restart.
     *
     * @param confirmed when all of it was last confirmed, as far as is known
     */
    synchronized void adopt(@Nullable Instant confirmed) {
        confirmedBefore = confirmed;
        count = Math.min(replicas, folder.made());
        intent = folder.intent();
    }

    /** The kubelet of that replica was told that it may go on. */
    synchronized void confirm(int replica, Instant at) {
        confirmedAt.put(replica, at);
    }

    /** When that was last, as far as is known; null: not that anybody knows. */
    synchronized @Nullable Instant lastConfirmed(int replica) {
        Instant last = confirmedAt.get(replica);
        return last == null ? confirmedBefore : last;
    }

    synchronized Intent intent() {
        return intent;
    }

    synchronized boolean isWanted() {
        return !over && !intent.ends();
    }

    /** False where it is over, or something else is intended already; only the request to stop outdoes another. */
    synchronized boolean intend(Intent other) {
        boolean changes =
                !over && (!intent.ends() || (other instanceof Intent.Stop && !(intent instanceof Intent.Stop)));
        if (changes) {
            // How it ended stays so; the rest may only have to end sooner.
            intent = intent instanceof Intent.Break broken && other instanceof Intent.Stop stop
                    ? new Intent.Break(broken.end(), stop.grace())
                    : other;
            deletedAt.clear();
        }
        return changes;
    }

    /** Whether nothing else is asked for it now; then something is. */
    synchronized boolean begin(Instant now) {
        if (busy || over || now.isBefore(retryAt)) {
            return false;
        }
        busy = true;
        return true;
    }

    synchronized void end() {
        busy = false;
    }

    synchronized boolean isBusy() {
        return busy;
    }

    synchronized void retry(Instant at) {
        retryAt = at;
    }

    synchronized void made(int replica, Pod pod) {
        made.set(replica, pod);
        count = Math.max(count, replica + 1);
        unansweredAt = null;
        refusedSince = null;
    }

    /** The API server knows of it no more, or no other. */
    synchronized void lost(int replica) {
        made.set(replica, null);
    }

    synchronized int count() {
        return count;
    }

    /** What the API server answered when the pod was made; it counts until the pod is seen. */
    synchronized @Nullable Pod answered(int replica) {
        return made.get(replica);
    }

    /** The pod is seen: what was answered when it was made says no more. */
    synchronized void seen(int replica) {
        made.set(replica, null);
        count = Math.max(count, replica + 1);
    }

    /** Whether it was not asked lately that the pod ends. */
    synchronized boolean mayDelete(int replica, Instant now, Instant before) {
        Instant last = deletedAt.get(replica);
        if (last != null && last.isAfter(before)) {
            return false;
        }
        deletedAt.put(replica, now);
        return true;
    }
}
