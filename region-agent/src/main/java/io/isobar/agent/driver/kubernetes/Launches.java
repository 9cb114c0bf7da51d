package io.isobar.agent.driver.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.driver.files.StateFolders;
import io.isobar.agent.failure.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the pods of attempts. Each has one name, which the API server gives only once: so it does not matter how often it is asked for. */
final class Launches {
    private static final System.Logger LOG = System.getLogger(Launches.class.getName());
    /** How long what may have been refused out of ignorance is asked again. */
    private static final Duration REFUSED_WITHIN = Duration.ofSeconds(20);

    private final KubernetesApi api;
    private final PodMaker maker;
    private final Function<KubernetesAttempt, Optional<ClusterPool>> pools;
    private final ClusterWatch watch;
    private final StateFolders stateFolders;
    private final @Nullable String queue;
    private final InstantSource clock;

    /**
     * Launches of a region.
     *
     * @param queue of Kueue, through which all pods go; null: there is none
     */
    Launches(
            KubernetesApi api,
            PodMaker maker,
            Function<KubernetesAttempt, Optional<ClusterPool>> pools,
            ClusterWatch watch,
            StateFolders stateFolders,
            @Nullable String queue,
            InstantSource clock) {
        this.api = api;
        this.maker = maker;
        this.pools = pools;
        this.watch = watch;
        this.stateFolders = stateFolders;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * Makes the pods that were not made yet.
     *
     * @throws KubernetesUnavailableException where it is not known whether one was made; it can be asked again
     */
    void make(KubernetesAttempt attempt) {
        try {
            stateFolders.prepare(attempt.work.id(), attempt.work.order().key().workload());
            attempt.folder.create();
            Optional<ClusterPool> pool = pools.apply(attempt);
            if (pool.isEmpty()) {
                fail(attempt, "the pool " + attempt.work.order().demand().pool() + " is no longer there");
                return;
            }
            try {
                GangScheduling group = groupOf(attempt);
                for (int replica = attempt.count(); replica < attempt.replicas && attempt.isWanted(); replica++) {
                    make(attempt, pool.get(), replica, group);
                }
            } finally {
                attempt.folder.made(attempt.count());
            }
        } catch (KubernetesRefusedException e) {
            refused(attempt, e);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + attempt.folder.path() + " cannot be written", e);
        }
    }

    /** An API server that has just started refuses what it would allow once it knows all rights, accounts and namespaces. */
    private void refused(KubernetesAttempt attempt, KubernetesRefusedException refusal) {
        Instant now = clock.instant();
        Instant since = attempt.refusedSince == null ? now : attempt.refusedSince;
        if (!refusal.mayBeIgnorance() || Duration.between(since, now).compareTo(REFUSED_WITHIN) > 0) {
            fail(attempt, "the API server refuses the pod: " + refusal.getMessage());
            return;
        }
        if (attempt.refusedSince == null) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "refused, and asked again for " + REFUSED_WITHIN.toSeconds() + " s attempt=" + attempt.work.id()
                            + " why=\"" + refusal.getMessage() + "\"");
        }
        attempt.refusedSince = since;
        throw new KubernetesUnavailableException("the API server may not know better yet", refusal);
    }

    /** Kueue where the region has a queue. What is alone needs nobody to start it with others. */
    private GangScheduling groupOf(KubernetesAttempt attempt) {
        if (queue != null) {
            return new GangScheduling.Kueue(queue);
        }
        return attempt.replicas > 1 && api.hasVolcano()
                ? new GangScheduling.Volcano()
                : new GangScheduling.ByDeadline();
    }

    private void make(KubernetesAttempt attempt, ClusterPool pool, int replica, GangScheduling group) {
        if (group instanceof GangScheduling.Volcano && replica > 0) {
            group(attempt);
        }
        Pod wanted = maker.pod(attempt.work, pool, replica, watch.limitsCpu(), group);
        try {
            Optional<Pod> made = api.create(wanted);
            Pod there =
                    made.orElseGet(() -> api.pod(wanted.getMetadata().getName()).orElse(null));
            if (there == null) {
                // It was there and is not: the next try makes it, or finds it.
                return;
            }
            OwnerMark mark = maker.mark(attempt.work, replica);
            if (!OwnerMark.of(there.getMetadata()).equals(Optional.of(mark))) {
                throw new KubernetesRefusedException(
                        0, "there is a pod " + mark.podName() + " that is not of this attempt; remove it");
            }
            attempt.made(replica, there);
        } catch (KubernetesUnavailableException e) {
            attempt.unansweredAt = clock.instant();
            throw e;
        }
    }

    /** Before the second pod, which is never made without. */
    private void group(KubernetesAttempt attempt) {
        OwnerMark first = maker.mark(attempt.work, 0);
        api.pod(first.podName()).ifPresent(pod -> api.createPodGroup(first.groupName(), attempt.replicas, pod));
    }

    private void fail(KubernetesAttempt attempt, String why) {
        Intent.Break broken =
                new Intent.Break(new WorkEnd(Reason.LAUNCH_FAILED, null, why, clock.instant()), Duration.ZERO);
        Follower.intend(attempt, broken);
    }
}
