package io.isobar.agent.driver.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.failure.Reason;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Does for an attempt what follows from its pods. */
final class Follower {
    private static final System.Logger LOG = System.getLogger(Follower.class.getName());
    /** How long a request that was not answered may still be done. */
    private static final Duration LATE = Duration.ofMinutes(2);
    /** After which it is asked again that a pod ends. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(10);
    /** For the rest of logs, once nothing runs any more. */
    private static final Duration LOG_PATIENCE = Duration.ofSeconds(10);

    private final KubernetesApi api;
    private final KubernetesSettings settings;
    private final InstantSource clock;
    private final ClusterWatch watch;
    private final Launches launches;
    private final Tasks tasks;
    private final Logs logs;
    private final Tidings tidings;
    private final PodMaker maker;

    Follower(
            KubernetesApi api,
            KubernetesSettings settings,
            InstantSource clock,
            ClusterWatch watch,
            Launches launches,
            PodMaker maker,
            Tasks tasks,
            Logs logs,
            Tidings tidings) {
        this.api = api;
        this.settings = settings;
        this.clock = clock;
        this.watch = watch;
        this.launches = launches;
        this.maker = maker;
        this.tasks = tasks;
        this.logs = logs;
        this.tidings = tidings;
    }

    /** Written down first: what the agent ends itself is not to be taken for the site's doing, also after a restart. */
    static boolean intend(KubernetesAttempt attempt, Intent intent) {
        if (!attempt.intend(intent)) {
            return false;
        }
        try {
            attempt.folder.intend(attempt.intent());
        } catch (IOException e) {
            // It is done all the same; only after a restart in the middle of it would it be taken for the site's doing.
            LOG.log(System.Logger.Level.WARNING, "not written down attempt=" + attempt.work.id(), e);
        }
        return true;
    }

    void consider(KubernetesAttempt attempt) {
        if (attempt.over || attempt.isBusy()) {
            return;
        }
        Instant now = clock.instant();
        List<Judge.Sight> sights = sights(attempt);
        follow(attempt, sights, now);
        switch (Judge.judge(sights, attempt.intent(), now)) {
            case Verdict.Waits waits -> waits(attempt, waits, now);
            case Verdict.Runs runs -> tidings.running(attempt, runs.since());
            case Verdict.Broken broken -> {
                intend(
                        attempt,
                        new Intent.Break(broken.end(), attempt.work.order().stopGrace()));
                remove(attempt, sights);
            }
            case Verdict.Ending ending -> remove(attempt, sights);
            case Verdict.Over over -> over(attempt, sights, over.end(), now);
        }
    }

    private List<Judge.Sight> sights(KubernetesAttempt attempt) {
        List<Judge.Sight> sights = new ArrayList<>(attempt.replicas);
        for (int replica = 0; replica < attempt.replicas; replica++) {
            Pod pod = watch.ownPod(maker.mark(attempt.work, replica).podName());
            if (pod != null && isOf(attempt, replica, pod)) {
                attempt.seen(replica);
            } else {
                pod = attempt.answered(replica);
            }
            String node = pod == null
                    ? attempt.work.placement().nodes().get(replica).value()
                    : pod.getSpec().getNodeName();
            sights.add(
                    new Judge.Sight(pod, replica < attempt.count(), watch.state(node), attempt.lastConfirmed(replica)));
        }
        return sights;
    }

    private boolean isOf(KubernetesAttempt attempt, int replica, Pod pod) {
        return OwnerMark.of(pod.getMetadata())
                .filter(maker.mark(attempt.work, replica)::equals)
                .isPresent();
    }

    private void follow(KubernetesAttempt attempt, List<Judge.Sight> sights, Instant now) {
        for (int replica = 0; replica < sights.size(); replica++) {
            Pod pod = sights.get(replica).pod();
            if (pod != null) {
                Stage stage = new PodReading(pod, true).stage(now);
                if (stage instanceof Stage.Running
                        || (stage instanceof Stage.Ended ended && ended.startedAt() != null)) {
                    logs.follow(attempt, replica, pod.getMetadata().getName());
                }
            }
        }
    }

    private void waits(KubernetesAttempt attempt, Verdict.Waits waits, Instant now) {
        synchronized (attempt) {
            attempt.waitsSince = attempt.waitsSince == null ? now : attempt.waitsSince;
            attempt.failsSince = waits.trouble() == Stage.Trouble.NONE
                    ? null
                    : attempt.failsSince == null ? now : attempt.failsSince;
        }
        // What was last seen is no ground to give up what may run by now.
        boolean current = watch.answeredAt()
                .filter(at -> !at.isBefore(now.minus(settings.lookEvery()).minus(settings.lookEvery())))
                .isPresent();
        Duration waited = Duration.between(attempt.waitsSince, now);
        Duration failed = attempt.failsSince == null ? Duration.ZERO : Duration.between(attempt.failsSince, now);
        if (waits.trouble() == Stage.Trouble.HOPELESS) {
            takeBack(attempt, waits.why(), now);
        } else if (current && failed.compareTo(settings.troubleWithin()) > 0) {
            takeBack(attempt, waits.why() + " (for " + failed.toSeconds() + " s)", now);
        } else if (current && waited.compareTo(settings.startWithin()) > 0) {
            takeBack(
                    attempt,
                    waits.begun() + " of " + attempt.replicas + " pods began within " + waited.toSeconds()
                            + " s, and all may take " + settings.startWithin().toSeconds() + " s"
                            + (waits.why().isEmpty() ? "" : "; one of the others: " + waits.why()),
                    now);
        } else if (attempt.count() < attempt.replicas) {
            tasks.begin(attempt, () -> launches.make(attempt));
        }
    }

    private void takeBack(KubernetesAttempt attempt, String why, Instant now) {
        intend(
                attempt,
                new Intent.Break(
                        new WorkEnd(Reason.LAUNCH_FAILED, null, why, now),
                        attempt.work.order().stopGrace()));
        remove(attempt, sights(attempt));
    }

    private void remove(KubernetesAttempt attempt, List<Judge.Sight> sights) {
        tasks.begin(attempt, () -> {
            Duration grace =
                    switch (attempt.intent()) {
                        case Intent.Run _ -> attempt.work.order().stopGrace();
                        case Intent.Stop stop -> stop.grace();
                        case Intent.Break broken -> broken.grace();
                    };
            for (int replica = 0; replica < sights.size(); replica++) {
                Judge.Sight sight = sights.get(replica);
                if (sight.pod() != null) {
                    remove(attempt, replica, sight.pod(), sight.node(), grace);
                }
            }
        });
    }

    private void remove(KubernetesAttempt attempt, int replica, Pod pod, NodeState node, Duration grace) {
        Instant now = clock.instant();
        if (new PodReading(pod, true).isSettled(node, now)) {
            return;
        }
        // Without any grace the API server would say that it is gone while its node still stops it.
        Duration most = LeaseProbe.of(pod).isPresent() ? PodMaker.shorter(grace) : grace;
        long seconds = pod.getSpec().getNodeName() == null ? 0 : Math.max(1, PodMaker.seconds(most));
        Long going = pod.getMetadata().getDeletionGracePeriodSeconds();
        boolean sooner = going == null || going > seconds;
        if (sooner && attempt.mayDelete(replica, now, now.minus(ASK_AGAIN))) {
            api.delete(pod, seconds);
        }
    }

    private void over(KubernetesAttempt attempt, List<Judge.Sight> sights, WorkEnd end, Instant now) {
        Instant unanswered = attempt.unansweredAt;
        if (unanswered != null && now.isBefore(unanswered.plus(LATE))) {
            return;
        }
        var began = Judge.allBegan(sights, attempt.intent(), now);
        tasks.await(attempt, () -> {
            try {
                Logs.finish(attempt, LOG_PATIENCE);
                tidings.ended(attempt, began, end);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
