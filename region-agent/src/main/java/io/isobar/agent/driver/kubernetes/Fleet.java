package io.isobar.agent.driver.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.driver.Wake;
import io.isobar.agent.driver.WorkProgress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** All attempts of a region. */
final class Fleet {
    private static final System.Logger LOG = System.getLogger(Fleet.class.getName());

    private final Map<AttemptId, KubernetesAttempt> attempts = new ConcurrentHashMap<>();
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private final String owner;
    private final KubernetesApi api;
    private final ClusterWatch watch;
    private final Follower follower;
    private final Executor executor;
    private final InstantSource clock;
    private final Wake wake;

    Fleet(
            String owner,
            KubernetesApi api,
            ClusterWatch watch,
            Follower follower,
            Executor executor,
            InstantSource clock,
            Wake wake) {
        this.owner = owner;
        this.api = api;
        this.watch = watch;
        this.follower = follower;
        this.executor = executor;
        this.clock = clock;
        this.wake = wake;
    }

    boolean knows(AttemptId id) {
        return attempts.containsKey(id);
    }

    Optional<KubernetesAttempt> find(AttemptId id) {
        return Optional.ofNullable(attempts.get(id));
    }

    void add(KubernetesAttempt attempt) {
        attempts.put(attempt.work.id(), attempt);
        wake.now();
    }

    void stop(AttemptId id, Duration grace) {
        KubernetesAttempt attempt = attempts.get(id);
        if (attempt != null) {
            Follower.intend(attempt, new Intent.Stop(grace));
            wake.now();
        }
    }

    /** False where it runs, or is not known. */
    boolean forget(AttemptId id) {
        KubernetesAttempt attempt = attempts.get(id);
        boolean forgotten = attempt != null && attempt.over && attempts.remove(id, attempt);
        wake.now();
        return forgotten;
    }

    /** Whether a pod is that of an attempt that holds its place by admission. */
    boolean isOurs(PodUse pod) {
        Optional<OwnerMark> mark = pod.mark();
        if (mark.isEmpty()
                || !mark.get().owner().equals(owner)
                || !pod.namespace().equals(api.namespace())) {
            return false;
        }
        KubernetesAttempt attempt = attempts.get(mark.get().attempt());
        return attempt != null && !attempt.over;
    }

    /** How far what runs has come, as its logs say. Reads files. */
    Map<AttemptId, WorkProgress> progress(Instant now) {
        Map<AttemptId, WorkProgress> found = new HashMap<>();
        attempts.forEach((id, attempt) -> {
            if (!attempt.over) {
                attempt.folder.progress(now).ifPresent(progress -> found.put(id, progress));
            }
        });
        return found;
    }

    /** How many attempts wait for their pods to begin. */
    int waiting() {
        return (int) attempts.values().stream()
                .filter(attempt -> attempt.waitsSince != null && !attempt.over)
                .count();
    }

    /** One look at all attempts. */
    void consider() {
        for (KubernetesAttempt attempt : attempts.values()) {
            try {
                follower.consider(attempt);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "nothing concluded attempt=" + attempt.work.id(), e);
            }
        }
        sweep();
    }

    /** Nobody can confirm what belongs to attempts that are forgotten, or were never heard of; what has ended of them is let go. */
    private void sweep() {
        var unwanted = watch.ownPods().stream().filter(this::isUnwanted).toList();
        if (!unwanted.isEmpty() && sweeping.compareAndSet(false, true)) {
            executor.execute(() -> {
                try {
                    unwanted.forEach(this::letGo);
                } catch (KubernetesUnavailableException | KubernetesRefusedException e) {
                    LOG.log(System.Logger.Level.INFO, "pods of unknown work cannot be removed now: " + e.getMessage());
                } finally {
                    sweeping.set(false);
                }
            });
        }
    }

    private boolean isUnwanted(Pod pod) {
        return OwnerMark.of(pod.getMetadata())
                .filter(mark -> mark.owner().equals(owner) && !attempts.containsKey(mark.attempt()))
                .isPresent();
    }

    private void letGo(Pod pod) {
        if (pod.getMetadata().getDeletionTimestamp() == null) {
            api.delete(pod, null);
        }
        if (new PodReading(pod, true).isSettled(watch.state(pod.getSpec().getNodeName()), clock.instant())) {
            api.release(pod);
        } else if (pod.getMetadata().getDeletionTimestamp() == null) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "removing a pod of unknown work pod={0}",
                    pod.getMetadata().getName());
        }
    }

    void close() {
        attempts.values().forEach(Logs::close);
    }
}
