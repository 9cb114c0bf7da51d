package io.isobar.agent.wiring;

import static io.isobar.agent.session.Messages.phase;
import static io.isobar.agent.session.Messages.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Slurm region from the broker's end of the wire: real gRPC, real Slurm, and agents that are killed. */
class SlurmRegionTest {
    @TempDir
    Path folder;

    private Path slurm;

    @BeforeEach
    void find() {
        String configuration = System.getenv("ISOBAR_SLURM_CONF");
        Assumptions.assumeTrue(
                configuration != null,
                () -> "NOT RUN, there is no Slurm: integration-tests/bin/slurm-up starts one, and says why it cannot");
        slurm = Path.of(String.valueOf(configuration));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> said("sinfo", "-h", "-N", "-t", "idle", "-o", "%N")
                                .lines()
                                .count()
                        == 4);
    }

    private String said(String... words) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("SLURM_CONF", slurm.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    private static Reserve.Builder job(String workload, String line) {
        return Commands.reservation(workload, 1, "gpu-a100", List.of("sh", "-c", line));
    }

    @Test
    void advertisesAdmitsRunsAndShowsTheOutput() throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker();
                RunningAgent agent = RunningAgent.slurm(folder, slurm, broker.address())) {
            ScriptedBroker.Stream stream = broker.awaitStream(0);
            stream.awaitReport();
            assertThat(stream.received().getFirst().getHello().getRegion().getManager())
                    .isEqualTo(ResourceManagerKind.RESOURCE_MANAGER_KIND_SLURM);
            assertThat(stream.all(
                            ConnectRequest::hasPool,
                            request -> request.getPool().getPool().getName()))
                    .contains("gpu-a100", "dcu-z100");

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
        Path witness = folder.resolve("witness");
        int jobs = 8;
        try (ScriptedBroker broker = new ScriptedBroker()) {
            Process agent = KilledAgent.start(folder, broker.address(), slurm);
            int streams = 0;
            try {
                for (int round = 0; round < 3; round++) {
                    ScriptedBroker.Stream stream = broker.awaitStream(streams++);
                    stream.awaitReport();
                    for (int job = 0; job < jobs; job++) {
                        // Each launch is told again after each restart, as a broker does whose answer was lost.
                        stream.send(
                                Commands.launch(job("w-" + job, "echo $ISOBAR_ATTEMPT >> " + witness + "; sleep 0.3")));
                    }
                    String sooner = "w-" + random.nextInt(jobs) + "-1";
                    stream.awaitMessage(request -> refuses(sooner, request)
                            || (request.hasAttempt()
                                    && request.getAttempt().getAttemptId().equals(sooner)));
                    agent.destroyForcibly().waitFor();
                    agent = KilledAgent.start(folder, broker.address(), slurm);
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
                assertThat(Files.readAllLines(witness))
                        .as("seed %s", seed)
                        .hasSize(jobs)
                        .doesNotHaveDuplicates();
            } finally {
                agent.destroyForcibly().waitFor();
            }
        }
    }
}
