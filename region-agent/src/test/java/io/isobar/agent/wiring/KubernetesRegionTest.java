package io.isobar.agent.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Watch;
import io.isobar.agent.driver.kubernetes.RealKubernetes;
import io.isobar.agent.session.Commands;
import io.isobar.agent.session.ScriptedBroker;
import io.isobar.proto.execution.v1.Reserve;
import io.isobar.proto.region.v1.ConnectRequest;
import io.isobar.proto.region.v1.ResourceManagerKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** A region on a real Kubernetes, from the broker's stream to the pod. */
@EnabledIfEnvironmentVariable(
        named = RealKubernetes.CONFIGURATION,
        matches = ".+",
        disabledReason = RealKubernetes.NOT_RUN)
class KubernetesRegionTest {
    @TempDir
    Path folder;

    private RealKubernetes cluster;
    private Path kubeconfig;

    @BeforeEach
    void find() {
        cluster = RealKubernetes.find();
        kubeconfig = cluster.agentConfiguration(folder);
    }

    @AfterEach
    void close() {
        cluster.awaitEmpty();
        cluster.close();
    }

    private static Reserve.Builder job(String workload, String line) {
        return Commands.reservation(workload, 1, "nvidia-a100-sxm4-40gb", List.of("sh", "-c", line));
    }

    @Test
    void advertisesAdmitsRunsAndShowsTheOutput() throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker();
                RunningAgent agent = RunningAgent.kubernetes(folder, kubeconfig, broker.address())) {
            ScriptedBroker.Stream stream = broker.awaitStream(0);
            stream.awaitReport();
            assertThat(stream.received().getFirst().getHello().getRegion().getManager())
                    .isEqualTo(ResourceManagerKind.RESOURCE_MANAGER_KIND_KUBERNETES);
            assertThat(stream.all(
                            ConnectRequest::hasPool,
                            request -> request.getPool().getPool().getName()))
                    .contains("nvidia-a100-sxm4-40gb");

            JobsOverTheWire.runsAndShowsTheOutput(stream, job("w-a", "echo one; sleep 1; echo two; exit 7"));
            assertThat(agent.agent().status().runningAttempts()).isZero();
        }
    }

    @Test
    void runsEveryJobExactlyOnceHoweverOftenTheAgentIsKilled() throws Exception {
        long seed = 1;
        Map<String, Set<String>> made = new ConcurrentHashMap<>();
        try (Watch _ = cluster.watch(made);
                ScriptedBroker broker = new ScriptedBroker()) {
            int jobs = JobsOverTheWire.endWellHoweverOftenTheAgentIsKilled(
                    broker,
                    workload -> job(workload, "sleep 0.3"),
                    () -> KilledAgent.onKubernetes(folder, broker.address(), kubeconfig),
                    seed);

            assertThat(made).as("seed %s", seed).hasSize(jobs);
            assertThat(made.values()).as("seed %s", seed).allMatch(uids -> uids.size() == 1);
        }
    }
}
