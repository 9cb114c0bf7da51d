package io.isobar.agent.driver.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.driver.AttemptKey;
import io.isobar.agent.driver.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How far work has come, as it says itself. */
class ProcessProgressTest extends ProcessFixture {
    @Test
    void workSaysHowFarItHasCome() {
        launch(
                "/bin/sh",
                "-c",
                "echo steps=40 >$ISOBAR_PROGRESS_FILE; echo total=100 >>$ISOBAR_PROGRESS_FILE; echo said; sleep 3600");
        awaitOutput("said");

        assertThat(driver.progress()).containsOnlyKeys(ID);
        assertThat(driver.progress().get(ID)).satisfies(progress -> {
            assertThat(progress.steps()).isEqualTo(40);
            assertThat(progress.total()).isEqualTo(100);
            assertThat(progress.at()).isBeforeOrEqualTo(Instant.now());
        });

        driver.stop(ID, Duration.ZERO);
        end();
        assertThat(driver.progress()).as("of what runs only").isEmpty();
    }

    @Test
    void whatWorkSaidLastIsToldWithItsEnd() {
        launch("/bin/sh", "-c", "echo steps=100 total=100 >$ISOBAR_PROGRESS_FILE; exit 3");

        assertThat(Objects.requireNonNull(end().progress())).satisfies(progress -> {
            assertThat(progress.steps()).isEqualTo(100);
            assertThat(progress.total()).isEqualTo(100);
            assertThat(progress.at()).isBeforeOrEqualTo(Instant.now());
        });
    }

    @Test
    void ofAGangTheLeastIsToldWithItsEndAndOfWhatSaidNothingNothing() {
        Work work = work(LocalMachineSite.order(
                KEY, "job", List.of("/bin/sh", "-c", "echo steps=$((7 + ISOBAR_REPLICA)) >$ISOBAR_PROGRESS_FILE"), 2));
        driver.launch(work);

        assertThat(Objects.requireNonNull(end().progress()).steps()).isEqualTo(7);
        AttemptId silent = new AttemptId("w-2-1");
        driver.launch(work(
                LocalMachineSite.order(new AttemptKey(silent, silent.workload(), 1), "job", List.of("/bin/true"), 1)));
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> events.end(silent).isPresent());
        assertThat(events.end(silent).orElseThrow().progress()).isNull();
    }
}
