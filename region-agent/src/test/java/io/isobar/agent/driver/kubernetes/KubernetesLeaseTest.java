package io.isobar.agent.driver.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.driver.KnownWork;
import io.isobar.agent.driver.LaunchOrders;
import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.endpoint.HostPort;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.Resources;
import io.isobar.agent.lease.Lease;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** What kubelets do with pods that nobody confirms. The real kubelet with real containers; what a fake runtime does on a hollow node. */
@EnabledIfEnvironmentVariable(
        named = RealKubernetes.CONFIGURATION,
        matches = ".+",
        disabledReason = RealKubernetes.NOT_RUN)
class KubernetesLeaseTest extends KubernetesFixture {
    private static final Resources FOUR = new Resources(4, 100, 1 << 20);
    private static final Duration AWAY = Duration.ofSeconds(5);

    private KubernetesSettings settings;
    private LeaseProbe probe;

    @BeforeEach
    void choosePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            HostPort here = new HostPort("127.0.0.1", free.getLocalPort());
            KubernetesSettings.LeaseSettings asked = new KubernetesSettings.LeaseSettings(here, here, AWAY);
            settings = site.everything(Duration.ofMinutes(5), asked);
            probe = LeaseProbe.of(asked);
        }
    }

    /** The agent is started anew where kubelets ask, with a lease that holds. */
    private Lease guard(KnownWork... known) {
        driver.close();
        Lease lease = new Lease(() -> Duration.ofDays(1), probe.stopsWithin());
        lease.agree(new Lease.Terms(Duration.ofMinutes(1), probe.stopsWithin(), 0), lease.now());
        startHeeding(lease, settings, known);
        return lease;
    }

    /** Lives as long as its connection; hears of no signal that it may ignore. */
    private Work holding(String workload, ServerSocket line) {
        String host = cluster.admin.nodes().withName(cluster.node).get().getStatus().getAddresses().stream()
                .filter(address -> address.getType().equals("InternalIP"))
                .findFirst()
                .orElseThrow()
                .getAddress();
        return one(workload, "sh", "-c", "trap '' TERM; sleep 3600 | nc " + host + " " + line.getLocalPort());
    }

    private static void awaitEndOf(Socket held) throws IOException {
        held.setSoTimeout(120_000);
        try {
            assertThat(held.getInputStream().read()).isEqualTo(-1);
        } catch (java.net.SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    @Test
    void endsWhatRunsThoughNeitherTheAgentNorTheApiServerIsThere() throws IOException {
        guard();
        Instant killed;
        Work work;
        try (ServerSocket line = new ServerSocket(0)) {
            work = holding("w-cut-off", line);
            driver.launch(work);
            try (Socket held = line.accept()) {
                awaitRunning(work);
                driver.close();
                Instant gone = Instant.now();
                cluster.part("stop", "apiserver");
                try {
                    awaitEndOf(held);
                    killed = Instant.now();
                    assertThat(Duration.between(gone, killed)).isBetween(AWAY, probe.stopsWithin());
                } finally {
                    cluster.part("start", "apiserver");
                }
            }
        }

        guard(new KnownWork(work, Instant.EPOCH.plusSeconds(1), null));

        WorkEnd end = endOf(work);
        assertThat(end.reason()).as(end.message()).isEqualTo(Reason.REGION_LOST);
        assertThat(end.at()).isBefore(killed.plusSeconds(2));
    }

    @Test
    void leavesAloneWhatIsConfirmedAndEndsWhatIsNotAnyMore() throws IOException {
        Lease lease = guard();
        long longer = (long) probe.failures() * probe.every() + probe.timeout() + 2;
        Work confirmed = one("w-confirmed", "sh", "-c", "sleep " + longer + "; echo done");
        Work fenced = hollow("w-fenced", FOUR, "a100-1", "a100-2");
        Work late = one("w-late", "sh", "-c", "trap 'exit 0' TERM; echo begun; sleep 3600 & wait");
        try (ServerSocket line = new ServerSocket(0)) {
            Work kept = LaunchOrders.keeping(holding("w-kept", line));
            driver.launch(kept);
            try (Socket held = line.accept()) {
                driver.launch(fenced);
                driver.launch(confirmed);
                assertThat(endOf(confirmed).reason()).isEqualTo(Reason.EXIT_ZERO);
                assertThat(output(confirmed, 0)).isEqualTo("done\n");
                assertThat(events.running(fenced.id())).isEqualTo(1);
                launchButNotBegin(late);

                lease.fenced(1);
                cluster.cordon(cluster.node, false);

                // Containers that are only said to run end with 0.
                assertThat(endOf(fenced).reason()).isEqualTo(Reason.REGION_LOST);
                // Why what was only launched is not given up: it begins, and then has to be ended.
                assertThat(endOf(late).reason()).isEqualTo(Reason.REGION_LOST);
                assertThat(output(late, 0)).isEqualTo("begun\n");
                assertThat(events.ends(kept.id())).isEmpty();
                held.getOutputStream().write('x');
            } finally {
                cluster.cordon(cluster.node, false);
            }
            driver.stop(kept.id(), Duration.ZERO);
            endOf(kept);
        }
    }

    private void launchButNotBegin(Work work) {
        cluster.cordon(cluster.node, true);
        driver.launch(work);
        eventually(() -> pod(work, 0) != null);
    }
}
