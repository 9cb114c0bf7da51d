package io.isobar.agent.driver.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isobar.agent.driver.KnownWork;
import io.isobar.agent.driver.RecordedEvents;
import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.files.OutputLimits;
import io.isobar.agent.failure.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a driver leaves on disk, and what the next one makes of it. */
class ProcessRestartTest extends ProcessFixture {
    @Test
    void doesNotTouchAProcessThatHasThePidOfAnEarlierOne() throws IOException {
        Work work = launch("sh", "-c", "exit 0");
        end();
        Process foreign = new ProcessBuilder("sleep", "3600").start();
        try {
            // As if the pid had come round: the same number, started at another time.
            String stat = Files.readString(Path.of("/proc/" + foreign.pid() + "/stat"));
            String[] fields = stat.strip().split(" ", -1);
            fields[21] = Long.toString(Long.parseLong(fields[21]) - 1);
            String forged = String.join(" ", fields) + "\n";
            Path replica = folder.resolve("attempts/w-1-1/0");
            Files.writeString(replica.resolve("pid"), forged + forged);
            Files.delete(replica.resolve("exit"));
            driver.close();
            events = new RecordedEvents();
            driver = driver();

            driver.start(List.of(new KnownWork(work, Instant.now(), null)), events);

            assertThat(end().reason()).isEqualTo(Reason.VANISHED);
            assertThat(foreign.isAlive()).isTrue();
        } finally {
            foreign.destroyForcibly();
        }
    }

    @Test
    void startsNothingLateThatWasGivenUp() throws Exception {
        ReplicaFolder replica = new ReplicaFolder(folder.resolve("attempts/w-1-1/0"));
        replica.create();
        assertThat(replica.giveUpUnbegun()).isTrue();

        Process late = Supervisor.install(folder)
                .start(replica, 0, List.of(), true, List.of("sh", "-c", "echo ran > ran"), Map.of());

        assertThat(late.waitFor()).isZero();
        assertThat(replica.work().resolve("ran")).doesNotExist();
        assertThat(replica.supervisor()).isEmpty();
    }

    @Test
    void keepsOnlyTheOutputOfWhatIsForgottenAndThatForItsTime() throws IOException {
        launch("sh", "-c", "echo result; echo big > file");
        end();
        driver.forget(ID);
        await().atMost(PATIENCE).until(() -> !Files.exists(folder.resolve("attempts/w-1-1/0/work")));
        assertThat(output(0)).isEqualTo("result\n");

        driver.close();
        driver = driver();
        driver.start(List.of(), new RecordedEvents());
        assertThat(output(0)).isEqualTo("result\n");

        driver.close();
        driver = driver(new OutputLimits(1_000, Duration.ZERO, 100));
        driver.start(List.of(), new RecordedEvents());
        await().atMost(PATIENCE).until(() -> !Files.exists(folder.resolve("attempts/w-1-1")));
        await().atMost(PATIENCE).until(() -> isEmpty(folder.resolve("workloads")));
        assertThat(driver.output(ID)).isEmpty();
        events = new RecordedEvents();
    }

    @Test
    void keepsTheFolderOfAWorkloadForItsNextAttempt() throws IOException {
        launch("sh", "-c", "echo half > \"$ISOBAR_STATE_FOLDER\"/progress");
        end();
        driver.forget(ID);
        await().atMost(PATIENCE).until(() -> !Files.exists(folder.resolve("attempts/w-1-1/0/work")));

        driver.close();
        driver = driver();
        driver.start(List.of(), new RecordedEvents());

        assertThat(folder.resolve("workloads/w-1/progress")).hasContent("half\n");
        events = new RecordedEvents();
    }

    @Test
    void endsAndRemovesOwnWorkThatNobodyKnowsOf() throws IOException {
        launch("sleep", "3600");
        await().atMost(PATIENCE).until(() -> events.running(ID) == 1);
        ProcStat command =
                new ReplicaFolder(folder.resolve("attempts/w-1-1/0")).command().orElseThrow();
        driver.close();
        driver = driver();

        driver.start(List.of(), new RecordedEvents());

        await().atMost(PATIENCE).until(() -> !Files.exists(folder.resolve("attempts/w-1-1")));
        assertThat(command.stillRuns()).isFalse();
        events = new RecordedEvents();
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }
}
