package io.isobar.agent.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.OpenbInventory;
import io.isobar.agent.inventory.YamlInventory;
import io.isobar.agent.session.Commands;
import io.isobar.agent.session.ScriptedBroker;
import io.isobar.agent.session.wire.WireTime;
import io.isobar.proto.execution.v1.AttemptPhase;
import io.isobar.proto.execution.v1.AttemptReport;
import io.isobar.proto.execution.v1.Reserve;
import io.isobar.proto.region.v1.ConnectRequest;
import io.isobar.proto.region.v1.ConnectResponse;
import io.isobar.proto.region.v1.FullReportRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A simulated region from the broker's end of the wire. */
class SimulatedRegionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private static Inventory machines(int nodes) {
        return YamlInventory.read("test", """
                pools:
                  - name: a100
                    accelerator: A100
                    nodes: [ { count: %d, units: 8, cpus: 64, memory: 512GiB } ]
                """.formatted(nodes));
    }

    private static Reserve.Builder job(int number) {
        Reserve.Builder job = Commands.reservation("w-" + number, 1, "a100", List.of("train"));
        job.getLaunchBuilder().setExpectedRunTime(WireTime.duration(Duration.ofMillis(20)));
        job.getLaunchBuilder().getShapeBuilder().setUnits(1);
        return job;
    }

    @Test
    void advertisesEveryPoolOfAnOpenbInventory() throws IOException {
        List<String> lines;
        try (InputStream in = SimulatedRegionTest.class.getResourceAsStream("/openb/nodes-head.csv")) {
            lines = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        try (ScriptedBroker broker = new ScriptedBroker();
                RunningAgent agent =
                        RunningAgent.simulated(folder, OpenbInventory.read("head", lines), 1, broker.address())) {
            ScriptedBroker.Stream stream = broker.awaitStream(0);
            stream.awaitReport();

            assertThat(stream.all(
                            ConnectRequest::hasPool,
                            request -> request.getPool().getPool().getName()))
                    .contains("general", "t4", "v100m16");
            assertThat(agent.agent().status().pools()).hasSize(3);
        }
    }

    @Test
    void runsThousandsOfShortJobsAndLosesNoneAndDoublesNone() throws IOException {
        int jobs = 3_000;
        try (ScriptedBroker broker = new ScriptedBroker();
                RunningAgent agent = RunningAgent.simulated(folder, machines(500), 1, broker.address())) {
            ScriptedBroker.Stream stream = broker.awaitStream(0);
            stream.awaitReport();

            for (int number = 0; number < jobs; number++) {
                stream.send(Commands.reserve(job(number)));
                stream.send(Commands.launch(job(number)));
            }

            await().atMost(PATIENCE).until(() -> ended(stream).size() >= jobs);
            Map<String, Long> ends =
                    ended(stream).stream().collect(Collectors.groupingBy(id -> id, Collectors.counting()));
            assertThat(ends)
                    .hasSize(jobs)
                    .allSatisfy((id, count) -> assertThat(count).isEqualTo(1));
            for (int number = 0; number < jobs; number++) {
                stream.send(Commands.forget("w-" + number + "-1"));
            }
            stream.send(ConnectResponse.newBuilder()
                    .setFullReport(FullReportRequest.newBuilder().setReport(99))
                    .build());
            ConnectRequest mark = stream.awaitMessage(
                    request -> request.hasReportEnd() && request.getReportEnd().getReport() == 99);
            assertThat(mark.getReportEnd().getAttempts()).isZero();
            assertThat(agent.agent().status().runningAttempts()).isZero();
        }
    }

    private static List<String> ended(ScriptedBroker.Stream stream) {
        return stream.all(
                request -> request.hasAttempt() && request.getAttempt().getPhase() == AttemptPhase.ATTEMPT_PHASE_ENDED,
                request -> request.getAttempt().getAttemptId());
    }

    @Test
    void keepsItsTimersOverARestart() throws IOException {
        try (ScriptedBroker broker = new ScriptedBroker()) {
            try (RunningAgent agent = RunningAgent.simulated(folder, machines(2), 1, broker.address())) {
                ScriptedBroker.Stream stream = broker.awaitStream(0);
                stream.awaitReport();
                Reserve.Builder job = job(1);
                job.getLaunchBuilder().setExpectedRunTime(WireTime.duration(Duration.ofMillis(1_500)));
                stream.send(Commands.launch(job));
                stream.awaitMessage(request ->
                        request.hasAttempt() && request.getAttempt().getPhase() == AttemptPhase.ATTEMPT_PHASE_RUNNING);
                assertThat(agent.agent().linkStatus().registered()).isTrue();
            }
            try (RunningAgent agent = RunningAgent.simulated(folder, machines(2), 1, broker.address())) {
                ScriptedBroker.Stream stream = broker.awaitStream(1);
                AttemptReport end = stream.awaitMessage(request -> request.hasAttempt()
                                && request.getAttempt().getPhase() == AttemptPhase.ATTEMPT_PHASE_ENDED)
                        .getAttempt();

                Duration ran = Duration.between(
                        WireTime.instant(end.getStartedAt()),
                        WireTime.instant(end.getEnd().getEndedAt()));
                assertThat(ran).isEqualTo(Duration.ofMillis(1_500));
                assertThat(agent.agent().name().value()).isEqualTo("here");
            }
        }
    }
}
