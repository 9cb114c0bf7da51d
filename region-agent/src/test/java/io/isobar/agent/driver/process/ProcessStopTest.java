package io.isobar.agent.driver.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.isobar.agent.failure.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All that belongs to an attempt ends, however far it got from its command. */
class ProcessStopTest extends ProcessFixture {
    @Test
    void leavesTimeToEndWellWhenItIsStopped() throws IOException {
        launch("sh", "-c", "trap 'echo saved; exit 3' TERM; echo ready; while :; do sleep 0.05; done");
        awaitOutput("ready");

        driver.stop(ID, Duration.ofSeconds(10));

        assertThat(end().exitCode()).isEqualTo(3);
        assertThat(output(0)).contains("saved");
    }

    @Test
    void killsWhatIgnoresTheRequestAfterTheGrace() {
        launch("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.05; done");
        awaitOutput("ready");
        Instant asked = Instant.now();

        driver.stop(ID, Duration.ofSeconds(1));

        assertThat(end().exitCode()).isEqualTo(137);
        assertThat(Duration.between(asked, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(900));
    }

    @Test
    void findsWhatLeftItsSessionItsGroupAndItsParent() throws IOException {
        launch(
                "sh",
                "-c",
                "(setsid sh -c 'setsid sleep 3600 & echo $! > a; exec sleep 3600' & echo $! > b);"
                        + "sleep 3600 & echo $! > c; env -i setsid sleep 3600 & echo $! > d; wait");
        List<String> pids = List.of(written("a"), written("b"), written("c"), written("d"));
        assertThat(pids).allMatch(ProcessStopTest::runs);

        driver.stop(ID, Duration.ofSeconds(1));

        end();
        assertThat(pids).noneMatch(ProcessStopTest::runs);
    }

    @Test
    void endsWhatTheCommandLeftBehind() throws IOException {
        launch("sh", "-c", "setsid sleep 3600 > /dev/null 2>&1 & echo $! > pid");

        assertThat(end().exitCode()).isZero();

        assertThat(runs(Files.readString(folder.resolve("attempts/w-1-1/0/work/pid"))))
                .isFalse();
    }

    @Test
    void endsTheWorkWhoseSupervisorWasKilled() throws IOException {
        launch("sleep", "3600");
        await().atMost(PATIENCE).until(() -> events.running(ID) == 1);
        ReplicaFolder replica = new ReplicaFolder(folder.resolve("attempts/w-1-1/0"));
        ProcStat command = replica.command().orElseThrow();

        ProcessTree.signal(replica.supervisor().orElseThrow(), true);

        assertThat(end().reason()).isEqualTo(Reason.VANISHED);
        assertThat(command.stillRuns()).isFalse();
    }

    @Test
    void endsEvenWhatHasNoParentSessionOrEnvironmentInCommon() throws IOException {
        assumeTrue(limitsMemory());
        launch("sh", "-c", "setsid env -i sh -c 'env -i setsid sleep 3600 & echo $! > pid'; sleep 60");
        String pid = written("pid");
        assertThat(runs(pid)).isTrue();

        driver.stop(ID, Duration.ofSeconds(1));

        end();
        assertThat(runs(pid)).isFalse();
    }
}
