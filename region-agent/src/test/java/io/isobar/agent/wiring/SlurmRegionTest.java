package io.isobar.agent.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isobar.agent.session.Commands;
import io.isobar.agent.session.ScriptedBroker;
import io.isobar.proto.execution.v1.Reserve;
import io.isobar.proto.region.v1.ConnectRequest;
import io.isobar.proto.region.v1.ResourceManagerKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

            JobsOverTheWire.runsAndShowsTheOutput(stream, job("w-a", "echo one; sleep 1; echo two; exit 7"));
            assertThat(agent.agent().status().runningAttempts()).isZero();
        }
    }

    @Test
    void runsEveryJobExactlyOnceHoweverOftenTheAgentIsKilled() throws Exception {
        long seed = 1;
        Path witness = folder.resolve("witness");
        try (ScriptedBroker broker = new ScriptedBroker()) {
            int jobs = JobsOverTheWire.endWellHoweverOftenTheAgentIsKilled(
                    broker,
                    workload -> job(workload, "echo $ISOBAR_ATTEMPT >> " + witness + "; sleep 0.3"),
                    () -> KilledAgent.start(folder, broker.address(), slurm),
                    seed);

            assertThat(Files.readAllLines(witness))
                    .as("seed %s", seed)
                    .hasSize(jobs)
                    .doesNotHaveDuplicates();
        }
    }
}
