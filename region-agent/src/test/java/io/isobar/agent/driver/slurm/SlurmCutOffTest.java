package io.isobar.agent.driver.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.driver.KnownWork;
import io.isobar.agent.driver.LaunchOrders;
import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.failure.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of jobs whose agent is gone. A real Slurm, and a lease of seconds. */
class SlurmCutOffTest extends SlurmFixture {
    private static final Duration LATE = Duration.ofMinutes(5);

    private Path diary(int replica) {
        return folder.resolve("diary-" + replica);
    }

    /** Says ten times a second that it runs, and does not hear a polite request. */
    private Work gang(String workload) {
        return work(
                workload,
                SlurmSite.DCUS,
                List.of("d1", "d2"),
                SlurmSite.SMALL,
                "sh",
                "-c",
                "trap '' TERM; while :; do read up idle </proc/uptime; echo $up >>" + folder
                        + "/diary-$ISOBAR_REPLICA; sleep 0.1; done");
    }

    private Duration last(int replica) throws IOException {
        return Duration.ofMillis(
                (long) (Double.parseDouble(Files.readAllLines(diary(replica)).getLast()) * 1_000));
    }

    private static Duration now() {
        return SlurmSite.SINCE_BOOT.now();
    }

    private void takeOver(Work work, boolean guards) {
        driver = site.open(LATE, QueueSettings.NONE, guards);
        driver.discover();
        driver.start(List.of(new KnownWork(work, Instant.now(), null)), events);
    }

    /** Returns when nothing may run any more. */
    private Duration lease(int seconds, int grace) {
        Duration end = now().plusSeconds(seconds + grace);
        site.lease(Duration.ofSeconds(seconds), Duration.ofSeconds(grace));
        return end;
    }

    private void awaitBeyond(Duration end) {
        eventually(() -> last(0).compareTo(end) > 0 && last(1).compareTo(end) > 0);
    }

    @Test
    void nothingOfAGangRunsOnceTheLeaseAndItsGraceAreOver() throws IOException {
        assertThat(driver.stopsWithoutAgent()).isTrue();
        Work gang = gang("w-left");
        Duration end = lease(5, 2);
        driver.launch(gang);
        awaitRunning(gang);

        driver.close();
        eventually(() -> slurm.stateOf(jobOf(gang)).equals("FAILED") && now().compareTo(end) > 0);

        assertThat(last(0)).isLessThan(end);
        assertThat(last(1)).isLessThan(end);
        takeOver(gang, true);
        WorkEnd told = endOf(gang);
        assertThat(told.reason()).as("%s", told).isEqualTo(Reason.REGION_LOST);
        assertThat(told.message()).contains("lease");
    }

    @Test
    void goesOnBehindAnAgentThatIsBackInTimeAndBehindOneThatIsToKeepIt() throws IOException {
        Work gang = gang("w-back");
        Duration end = lease(5, 1);
        driver.launch(gang);
        awaitRunning(gang);

        driver.close();
        takeOver(gang, true);
        Duration later = lease(9, 1);
        awaitBeyond(end);
        assertThat(events.ends(gang.id())).isEmpty();

        driver.close();
        Files.delete(folder.resolve("lease"));
        takeOver(gang, false);
        awaitBeyond(later);
        assertThat(events.ends(gang.id())).isEmpty();
        assertThat(new Guarding(true, folder.resolve("attempts"), folder, Duration.ZERO).holdsForAll())
                .as("it is not guarded any more")
                .isFalse();
    }

    @Test
    void aJobThatStartsLongAfterTheAgentHasGoneNeverStartsItsCommand() {
        long other = slurm.submitForeign("all", "--partition=dcu", "--nodelist=d1", "--gres=dcu:z100:4");
        Work late = work(
                "w-late", SlurmSite.DCUS, List.of("d1"), SlurmSite.SMALL, "sh", "-c", "echo ran >" + folder + "/ran");
        driver.launch(late);
        eventually(() -> Files.exists(folder.resolve("attempts/w-late-1/job.0"))
                && slurm.stateOf(jobOf(late)).equals("PENDING"));
        driver.close();

        slurm.cancel(other);
        eventually(() -> slurm.stateOf(jobOf(late)).equals("FAILED"));
        takeOver(late, true);

        WorkEnd told = endOf(late);
        assertThat(told.reason()).as("%s", told).isEqualTo(Reason.REGION_LOST);
        assertThat(told.message()).contains("nobody confirmed");
        assertThat(events.running(late.id())).isZero();
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    @Test
    void whatIsToKeepRunningNeedsNoLease() {
        site.lease(Duration.ofSeconds(-100), Duration.ofSeconds(1));
        Work plain = one("w-kept", "sh", "-c", "sleep 1; exit 5");
        Work kept = LaunchOrders.keeping(plain);

        driver.launch(kept);

        assertThat(endOf(kept).exitCode()).isEqualTo(5);
        assertThat(driver.stopsWithoutAgent()).isTrue();
    }

    @Test
    void promisesNothingWhileJobsWithoutAGuardMayRun() {
        driver.close();
        driver = site.open(LATE, QueueSettings.NONE, false);
        driver.discover();
        driver.start(List.of(), events);
        assertThat(driver.stopsWithoutAgent()).isFalse();
        Work old = one("w-old", "sleep", "3600");
        driver.launch(old);
        awaitRunning(old);
        driver.close();

        takeOver(old, true);

        assertThat(driver.stopsWithoutAgent()).isFalse();
        driver.stop(old.id(), Duration.ZERO);
        assertThat(endOf(old).reason()).isNotEqualTo(Reason.REGION_LOST);
        driver.forget(old.id());
        eventually(() -> driver.stopsWithoutAgent());
    }
}
