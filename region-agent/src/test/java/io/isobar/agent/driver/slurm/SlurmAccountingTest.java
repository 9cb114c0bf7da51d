package io.isobar.agent.driver.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.driver.KnownWork;
import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.failure.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the accounting of a real Slurm, slurmdbd on MariaDB, tells of jobs that the controller has forgotten. */
class SlurmAccountingTest extends SlurmFixture {
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeEach
    void requireAccounting() {
        Assumptions.assumeTrue(
                slurm.run("scontrol", "show", "config").contains("accounting_storage/slurmdbd"),
                "NOT RUN, this Slurm has no accounting: integration-tests/bin/slurm-up says why");
    }

    @AfterEach
    void end() {
        executor.shutdownNow();
    }

    private Path folderOf(Work work) {
        return folder.resolve("attempts").resolve(work.id().value());
    }

    @Test
    void tellsACancellationAtTheSiteThoughItWasForgottenWhileTheAgentWasAway() {
        Work work = one("w-cancelled", "sleep", "3600");
        driver.launch(work);
        awaitRunning(work);
        driver.close();
        slurm.cancel(jobOf(work));
        eventually(() -> slurm.run("sacct", "-X", "-n", "-o", "State", "-j", Long.toString(jobOf(work)))
                .startsWith("CANCELLED"));
        slurm.stopController();
        slurm.startControllerAfresh();

        start(Duration.ofMinutes(5), new KnownWork(work, Instant.EPOCH.plusSeconds(1), null));

        WorkEnd end = endOf(work);
        assertThat(end.reason()).isEqualTo(Reason.CANCELLED_BY_REGION);
        assertThat(end.message()).contains("was cancelled at the site");
    }

    @Test
    void isAskedForTheJobThatWasStartedInTheFolderOfTheAttemptBySacctAndBySlurmrestd() {
        // Only of what ran for a while accounting knows where it did.
        Work work = one("w-failed", "sh", "-c", "sleep 8; exit 9");
        driver.launch(work);
        assertThat(endOf(work).exitCode()).isEqualTo(9);
        long job = jobOf(work);

        try (SlurmCommands bySacct = slurm.commands(executor);
                SlurmCommands bySlurmrestd = RealSlurm.byRest().commands(executor)) {
            assertThat(whatIsKnown(bySacct, job, folderOf(work)).exitCode()).isEqualTo(9);
            // That of 22.05 calls every exit code a success.
            assertThat(whatIsKnown(bySlurmrestd, job, folderOf(work)).exitCode())
                    .isIn(9, null);
        }
    }

    private SlurmJob whatIsKnown(SlurmCommands asked, long job, Path place) {
        eventually(() -> asked.accounted(job, place).filter(SlurmJob::isOver).isPresent());
        SlurmJob known = asked.accounted(job, place).orElseThrow();
        assertThat(known.state()).isEqualTo(JobState.FAILED);
        assertThat(known.startedAt()).isAfter(Instant.now().minus(Duration.ofHours(1)));
        assertThat(known.endedAt()).isAfterOrEqualTo(known.startedAt());
        assertThat(asked.accounted(job, folder.resolve("another"))).isEmpty();
        return known;
    }
}
