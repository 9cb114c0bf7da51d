package io.isobar.agent.driver.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.isobar.agent.driver.LinkCheck;
import io.isobar.agent.endpoint.HostPort;
import io.isobar.agent.endpoint.Listener;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whether a region can promise that kubelets stop what runs. */
class LeaseCheckTest {
    private static final LeaseProbe PROBE = new LeaseProbe(new HostPort("10.0.0.7", 9_098), 10, 5, 11);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        threads.close();
    }

    private static HostPort free() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return new HostPort("127.0.0.1", free.getLocalPort());
        }
    }

    private LinkCheck check(HostPort address, HostPort listen) {
        return LeaseCheck.run(
                new KubernetesSettings.LeaseSettings(address, listen, Duration.ofSeconds(90)), "abc", threads);
    }

    private Listener answering(HostPort listen, String owner) throws IOException {
        return LeaseEndpoint.open(listen, owner, question -> LeaseEndpoint.Answer.GO_ON, threads);
    }

    @Test
    void findsItsOwnAnswersWhetherTheAgentRunsOrNot() throws IOException {
        HostPort here = free();

        LinkCheck alone = check(here, here);
        assertThat(alone.good()).as(alone.finding()).isTrue();
        assertThat(alone.finding()).contains("95 to 115 s", "nothing runs after 135 s");
        try (Listener _ = answering(here, "abc")) {
            assertThat(check(here, here)).isEqualTo(alone);
        }
    }

    @Test
    void saysWhereNobodyAnswersOrSomebodyElseDoes() throws IOException {
        HostPort here = free();
        HostPort there = free();

        LinkCheck nobody = check(there, here);
        assertThat(nobody.good()).isFalse();
        assertThat(nobody.remedy()).contains("kubernetes.lease.listen, " + here);
        try (Listener _ = answering(there, "other")) {
            LinkCheck other = check(there, here);
            assertThat(other.good()).isFalse();
            assertThat(other.finding()).contains("something else answers");
        }
    }

    private static Pod pod(String phase, boolean asks, boolean keepRunning) {
        Pod pod = new PodBuilder(Written.ours(0).build())
                .editMetadata()
                .withAnnotations(Map.of("isobar.io/when-cut-off", keepRunning ? "keep_running" : "stop"))
                .endMetadata()
                .editStatus()
                .withPhase(phase)
                .endStatus()
                .build();
        if (asks) {
            pod.getSpec().getContainers().getFirst().setLivenessProbe(PROBE.probe("p"));
        }
        return pod;
    }

    @Test
    void promisesNothingWhileSomethingRunsThatDoesNotAsk() {
        Pod asks = pod("Running", true, false);

        assertThat(Confirmations.allAsk(List.of(), PROBE)).isTrue();
        assertThat(Confirmations.allAsk(List.of(asks, pod("Failed", false, false)), PROBE))
                .isTrue();
        assertThat(Confirmations.allAsk(List.of(asks, pod("Running", false, true)), PROBE))
                .isTrue();
        assertThat(Confirmations.allAsk(List.of(asks, pod("Running", false, false)), PROBE))
                .isFalse();
        assertThat(Confirmations.allAsk(List.of(pod("Pending", false, false)), PROBE))
                .isFalse();
    }

    @Test
    void anAddressOfSixteenBytesStandsInBracketsOnlyWhereAPortFollows() {
        LeaseProbe probe = new LeaseProbe(HostPort.parse("[fd00::7]:9098"), 10, 5, 11);
        Pod pod = pod("Running", false, false);
        pod.getSpec().getContainers().getFirst().setLivenessProbe(probe.probe("p"));

        assertThat(pod.getSpec()
                        .getContainers()
                        .getFirst()
                        .getLivenessProbe()
                        .getHttpGet()
                        .getHost())
                .isEqualTo("fd00::7");
        assertThat(LeaseProbe.of(pod)).contains(probe);
    }
}
