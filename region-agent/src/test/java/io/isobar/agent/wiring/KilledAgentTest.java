package io.isobar.agent.wiring;

import static io.isobar.agent.session.Messages.phase;
import static io.isobar.agent.session.Messages.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.session.Commands;
import io.isobar.agent.session.ScriptedBroker;
import io.isobar.proto.errors.v1.Reason;
import io.isobar.proto.execution.v1.AttemptPhase;
import io.isobar.proto.execution.v1.AttemptReport;
import io.isobar.proto.region.v1.ConnectRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent's process is killed with SIGKILL while its work runs; another one takes over. */
class KilledAgentTest {
    @TempDir
    Path folder;

    private static boolean speaksOf(String attempt, ConnectRequest request) {
        return refuses(attempt, request)
                || (request.hasAttempt() && request.getAttempt().getAttemptId().equals(attempt));
    }

    private static void kill(Process agent) throws InterruptedException {
        agent.destroyForcibly().waitFor();
    }

    @Test
    void finishesTheJobOnceWithItsOutputWhole() throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker()) {
            Process first = KilledAgent.start(folder, broker.address());
            ScriptedBroker.Stream before = broker.awaitStream(0);
            before.awaitReport();
            before.send(Commands.launch(Commands.reservation(
                    "w-a",
                    1,
                    "machine",
                    List.of("sh", "-c", "for i in 1 2 3 4 5 6; do echo $i; sleep 0.5; done; exit 4"))));
            before.awaitMessage(phase("w-a-1", AttemptPhase.ATTEMPT_PHASE_RUNNING));
            kill(first);

            Process second = KilledAgent.start(folder, broker.address());
            try {
                AttemptReport end = broker.awaitStream(1)
                        .awaitMessage(phase("w-a-1", AttemptPhase.ATTEMPT_PHASE_ENDED))
                        .getAttempt();
                assertThat(end.getEnd().getReason()).isEqualTo(Reason.REASON_EXIT_NON_ZERO);
                assertThat(end.getEnd().getExitCode()).isEqualTo(4);
                assertThat(Files.readString(folder.resolve("here/attempts/w-a-1/0/stdout")))
                        .isEqualTo("1\n2\n3\n4\n5\n6\n");
            } finally {
                kill(second);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void runsEveryJobExactlyOnceHoweverOftenTheAgentIsKilled(long seed) throws Exception {
        Random random = new Random(seed);
        Path witness = folder.resolve("witness");
        int jobs = 12;
        try (ScriptedBroker broker = new ScriptedBroker()) {
            Process agent = KilledAgent.start(folder, broker.address());
            int streams = 0;
            for (int round = 0; round < 4; round++) {
                ScriptedBroker.Stream stream = broker.awaitStream(streams++);
                stream.awaitReport();
                for (int job = 0; job < jobs; job++) {
                    // Each launch is told again after each restart, as a broker does whose answer was lost.
                    String line = "echo $ISOBAR_ATTEMPT >> " + witness + "; sleep 0.3";
                    stream.send(
                            Commands.launch(Commands.reservation("w-" + job, 1, "machine", List.of("sh", "-c", line))));
                }
                String sooner = "w-" + random.nextInt(jobs) + "-1";
                stream.awaitMessage(request -> speaksOf(sooner, request));
                kill(agent);
                agent = KilledAgent.start(folder, broker.address());
            }
            try {
                ScriptedBroker.Stream last = broker.awaitStream(streams);
                last.awaitReport();
                for (int job = 0; job < jobs; job++) {
                    String id = "w-" + job + "-1";
                    AttemptReport end = last.awaitMessage(request ->
                                    phase(id, AttemptPhase.ATTEMPT_PHASE_ENDED).test(request) || refuses(id, request))
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
                kill(agent);
            }
        }
    }
}
