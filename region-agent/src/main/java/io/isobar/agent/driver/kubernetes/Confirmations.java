package io.isobar.agent.driver.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.lease.Lease;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What kubelets are told when they ask whether a pod may go on. */
final class Confirmations {
    private static final System.Logger LOG = System.getLogger(Confirmations.class.getName());

    private final String prefix;
    private final @Nullable Lease lease;
    private final Function<AttemptId, Optional<KubernetesAttempt>> attempts;
    private final InstantSource clock;

    /** {@code lease} null: all that is known and wanted may go on. */
    Confirmations(
            String owner,
            @Nullable Lease lease,
            Function<AttemptId, Optional<KubernetesAttempt>> attempts,
            InstantSource clock) {
        this.prefix = "isobar-" + owner + "-";
        this.lease = lease;
        this.attempts = attempts;
        this.clock = clock;
    }

    LeaseEndpoint.Answer answer(LeaseQuestion question) {
        String pod = question.pod();
        int last = pod.lastIndexOf('-');
        if (!pod.startsWith(prefix)
                || last <= prefix.length()
                || !pod.substring(last + 1).matches("[0-9]{1,6}")) {
            return LeaseEndpoint.Answer.NOT_KNOWN;
        }
        String attempt = pod.substring(prefix.length(), last);
        if (!AttemptId.isId(attempt)) {
            return LeaseEndpoint.Answer.NOT_KNOWN;
        }
        int replica = Integer.parseInt(pod.substring(last + 1));
        Optional<KubernetesAttempt> known = attempts.apply(new AttemptId(attempt));
        if (known.isEmpty() || known.get().over || replica >= known.get().replicas) {
            return LeaseEndpoint.Answer.NOT_KNOWN;
        }
        // What is to end ends by this also where the API server does not answer.
        if (known.get().intent().ends() || (lease != null && !lease.allows(question.stopsWithin()))) {
            return LeaseEndpoint.Answer.STOP;
        }
        known.get().confirm(replica, clock.instant());
        return LeaseEndpoint.Answer.GO_ON;
    }

    /** Whether all that runs asks, so that it stops; says of what does not, and of what asks where nobody answers. */
    static boolean allAsk(List<Pod> pods, LeaseProbe probe) {
        List<Pod> live = pods.stream().filter(Confirmations::mayRun).toList();
        long silent = live.stream().filter(pod -> LeaseProbe.of(pod).isEmpty()).count();
        if (silent > 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} pods run that were made before kubernetes.lease.address was set, and would not stop: the region"
                            + " does not promise it until they have ended and its agent was started again",
                    silent);
        }
        long elsewhere = live.stream()
                .flatMap(pod -> LeaseProbe.of(pod).stream())
                .filter(asked -> !asked.address().equals(probe.address()))
                .count();
        if (elsewhere > 0) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "{0} pods ask at an earlier kubernetes.lease.address than {1}; unless they are answered there, their nodes"
                            + " stop them",
                    elsewhere,
                    probe.address());
        }
        return silent == 0;
    }

    private static boolean mayRun(Pod pod) {
        String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
        boolean keeps = pod.getMetadata().getAnnotations() != null
                && PodMaker.KEEP_RUNNING.equals(
                        pod.getMetadata().getAnnotations().get(PodMaker.WHEN_CUT_OFF));
        return !keeps && !"Succeeded".equals(phase) && !"Failed".equals(phase);
    }
}
