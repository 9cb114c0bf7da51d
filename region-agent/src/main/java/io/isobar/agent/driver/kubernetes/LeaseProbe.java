package io.isobar.agent.driver.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.endpoint.HostPort;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a kubelet asks whether what it runs is still confirmed: a liveness probe of the container, answered by the agent. As many failures
 * in a row as {@code failures}, and the kubelet stops the container, without the API server and without the agent.
 *
 * @param address where the agent answers
 * @param every seconds from one question to the next; 1 to 10
 * @param timeout seconds that an answer may take; at most {@code every}
 * @param failures in a row that it takes
 */
record LeaseProbe(HostPort address, int every, int timeout, int failures) {
    static final String PATH = "/lease/";
    /** The longest grace of a pod that is stopped by its kubelet; a longer one is cut. */
    static final Duration LONGEST_GRACE = LaunchOrder.DEFAULT_GRACE;
    /** From the last failure until the kubelet acts, and from SIGKILL until it is done: it looks at its containers every second. */
    static final Duration KUBELET = Duration.ofSeconds(10);
    /** By how much clocks of nodes may differ from the agent's, with the second that Kubernetes cuts off. */
    private static final Duration SKEW = Duration.ofSeconds(5);

    private static final int LONGEST_EVERY = 10;
    private static final int LONGEST_TIMEOUT = 5;
    private static final int QUESTIONS = 9;

    /** Such that an agent that is away for no longer than it may be stops nothing. */
    static LeaseProbe of(KubernetesSettings.LeaseSettings settings) {
        int away = (int) PodMaker.seconds(settings.away());
        int every = Math.clamp(away / QUESTIONS, 1, LONGEST_EVERY);
        return new LeaseProbe(settings.address(), every, Math.min(every, LONGEST_TIMEOUT), away / every + 2);
    }

    /** That of a pod which was made with one. */
    static Optional<LeaseProbe> of(Pod pod) {
        return pod.getSpec().getContainers().stream()
                .filter(container -> PodReading.CONTAINER.equals(container.getName()))
                .map(Container::getLivenessProbe)
                .filter(Objects::nonNull)
                .filter(probe -> probe.getHttpGet() != null
                        && probe.getHttpGet().getPath() != null
                        && probe.getHttpGet().getPath().startsWith(PATH))
                .findFirst()
                .map(LeaseProbe::read);
    }

    private static LeaseProbe read(Probe probe) {
        HTTPGetAction get = probe.getHttpGet();
        return new LeaseProbe(
                new HostPort(
                        get.getHost().contains(":") ? "[" + get.getHost() + "]" : get.getHost(),
                        get.getPort().getIntVal()),
                probe.getPeriodSeconds(),
                probe.getTimeoutSeconds(),
                probe.getFailureThreshold());
    }

    /** For the pod of that name. How long it may take to stop goes with the question, as it may be another for the next pod. */
    Probe probe(String pod) {
        return new ProbeBuilder()
                .withNewHttpGet()
                // An IPv6 address stands in brackets where a port follows it, and nowhere else.
                .withHost(address.host().replaceAll("[\\[\\]]", ""))
                .withPort(new IntOrString(address.port()))
                .withPath(PATH + stopsWithin().toSeconds() + "/" + pod)
                .endHttpGet()
                .withPeriodSeconds(every)
                .withTimeoutSeconds(timeout)
                .withFailureThreshold(failures)
                .build();
    }

    /** The longest from the last answer that it may go on until nothing of it runs, if its kubelet runs. */
    Duration stopsWithin() {
        return Duration.ofSeconds((long) failures * every + timeout)
                .plus(LONGEST_GRACE)
                .plus(KUBELET);
    }

    /** The shortest from that answer, or from its start, until it may have been stopped; also by a kubelet that began to count anew. */
    Duration spares() {
        Duration counted = Duration.ofSeconds((long) (failures - 1) * every);
        Duration half = counted.dividedBy(2);
        return counted.minus(half.compareTo(SKEW) < 0 ? half : SKEW);
    }
}
