package io.isobar.agent.wiring;

import static io.isobar.agent.session.Messages.phase;
import static io.isobar.agent.session.Messages.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Watch;
import io.isobar.agent.driver.kubernetes.RealKubernetes;
import io.isobar.agent.session.Commands;
import io.isobar.agent.session.ScriptedBroker;
import io.isobar.proto.errors.v1.Reason;
import io.isobar.proto.execution.v1.AttemptPhase;
import io.isobar.proto.execution.v1.AttemptReport;
import io.isobar.proto.execution.v1.LogAnswer;
import io.isobar.proto.execution.v1.Reserve;
import io.isobar.proto.region.v1.ConnectRequest;
import io.isobar.proto.region.v1.ResourceManagerKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
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

            Reserve.Builder job = job("w-a", "echo one; sleep 1; echo two; exit 7");
            stream.send(Commands.reserve(job));
            stream.awaitMessage(ConnectRequest::hasAdmitted);
            stream.send(Commands.launch(job));
            stream.awaitMessage(phase("w-a-1", AttemptPhase.ATTEMPT_PHASE_RUNNING));
            stream.send(Commands.logs(5, "w-a-1", true, 100));

            AttemptReport end = stream.awaitMessage(phase("w-a-1", AttemptPhase.ATTEMPT_PHASE_ENDED))
                    .getAttempt();
            assertThat(end.getEnd().getReason()).isEqualTo(Reason.REASON_EXIT_NON_ZERO);
            assertThat(end.getEnd().getExitCode()).isEqualTo(7);
            stream.awaitMessage(request -> request.hasLog() && request.getLog().hasEnd());
            StringBuilder text = new StringBuilder();
            stream.all(ConnectRequest::hasLog, ConnectRequest::getLog).stream()
                    .filter(LogAnswer::hasChunk)
                    .forEach(answer -> text.append(answer.getChunk().getData().toString(StandardCharsets.UTF_8)));
            assertThat(text).hasToString("one\ntwo\n");
            assertThat(agent.agent().status().runningAttempts()).isZero();
        }
    }

    @Test
    void runsEveryJobExactlyOnceHoweverOftenTheAgentIsKilled() throws Exception {
        long seed = 1;
        Random random = new Random(seed);
        int jobs = 8;
        Map<String, Set<String>> made = new ConcurrentHashMap<>();
        try (Watch _ = cluster.watch(made);
                ScriptedBroker broker = new ScriptedBroker()) {
            Process agent = KilledAgent.onKubernetes(folder, broker.address(), kubeconfig);
            int streams = 0;
            try {
                for (int round = 0; round < 3; round++) {
                    ScriptedBroker.Stream stream = broker.awaitStream(streams++);
                    stream.awaitReport();
                    for (int job = 0; job < jobs; job++) {
                        // Each launch is told again after each restart, as a broker does whose answer was lost.
                        stream.send(Commands.launch(job("w-" + job, "sleep 0.3")));
                    }
                    String sooner = "w-" + random.nextInt(jobs) + "-1";
                    stream.awaitMessage(request -> refuses(sooner, request)
                            || (request.hasAttempt()
                                    && request.getAttempt().getAttemptId().equals(sooner)));
                    agent.destroyForcibly().waitFor();
                    agent = KilledAgent.onKubernetes(folder, broker.address(), kubeconfig);
                }
                ScriptedBroker.Stream last = broker.awaitStream(streams);
                last.awaitReport();
                for (int job = 0; job < jobs; job++) {
                    String id = "w-" + job + "-1";
                    AttemptReport end = last.awaitMessage(phase(id, AttemptPhase.ATTEMPT_PHASE_ENDED))
                            .getAttempt();
                    assertThat(end.getEnd().getReason())
                            .as("seed %s job %s", seed, id)
                            .isEqualTo(Reason.REASON_EXIT_ZERO);
                }
                assertThat(made).as("seed %s", seed).hasSize(jobs);
                assertThat(made.values()).as("seed %s", seed).allMatch(uids -> uids.size() == 1);
            } finally {
                agent.destroyForcibly().waitFor();
            }
        }
    }
}
