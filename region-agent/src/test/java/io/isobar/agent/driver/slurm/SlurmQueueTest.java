package io.isobar.agent.driver.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.driver.WorkWait;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.PoolName;
import io.isobar.agent.inventory.PoolProfile;
import io.isobar.agent.inventory.Resources;
import io.isobar.agent.inventory.SiteQueue;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Work that waits in the queue of a real Slurm, whose nodes others have. */
class SlurmQueueTest extends SlurmFixture {
    private static final PoolName QUEUE = new PoolName("dcu-z100-queue");
    private static final Resources NODE = new Resources(4, 1_000, 64 << 20);

    private void allow(int nodes, Duration within) {
        reopen(site -> site.open(Duration.ofSeconds(1), new QueueSettings(Map.of("dcu", nodes), within), true));
    }

    private long others(String node, int minutes) {
        long job = slurm.submitForeign(
                node, "--partition=dcu", "--nodelist=" + node, "--gres=dcu:z100:4", "--time=" + minutes);
        eventually(() -> slurm.stateOf(job).equals("RUNNING"));
        return job;
    }

    private Work waiting(String workload) {
        return work(workload, QUEUE, List.of("queue:dcu-z100-queue:1"), NODE, "sleep", "1");
    }

    private Optional<SiteQueue.Wait> foretold() {
        return newestLook(0).pools().stream()
                .filter(pool -> pool.name().equals(QUEUE))
                .map(PoolProfile::queue)
                .filter(Objects::nonNull)
                .map(SiteQueue::foretold)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private Optional<WorkWait> waitOf(Work work) {
        return Optional.ofNullable(driver.waits().get(work.id()));
    }

    @Test
    void offersPlacesInTheQueueAndSaysHowLongWorkWaitsThere() {
        others("d1", 30);
        others("d2", 40);
        allow(3, Duration.ofDays(7));

        eventually(() -> foretold().isPresent());

        assertThat(newestLook(0).nodes())
                .filteredOn(node -> node.pool().equals(QUEUE))
                .hasSize(3)
                .allMatch(node -> node.usable() && node.total().units() == 4);
        assertThat(newestLook(0).nodes())
                .filteredOn(node -> node.pool().equals(SlurmSite.DCUS))
                .hasSize(2)
                .allMatch(node -> Long.valueOf(4).equals(node.foreign().units()));
        SiteQueue.Wait wait = foretold().orElseThrow();
        assertThat(wait.mean()).isBetween(Duration.ofMinutes(25), Duration.ofMinutes(35));
        assertThat(wait.high()).isGreaterThan(wait.mean());
        assertThat(newestLook(0).pools()).filteredOn(one -> one.queue() != null).hasSize(1);
    }

    @Test
    void runsWhatWaitedAsSoonAsSlurmHasNodesForIt() {
        long first = others("d1", 30);
        others("d2", 40);
        allow(3, Duration.ofDays(7));
        eventually(() -> foretold().isPresent());
        Work work = waiting("w-queued");

        driver.launch(work);

        eventually(() -> waitOf(work)
                .filter(wait -> wait.why().contains("Resources"))
                .map(WorkWait::startsAt)
                .isPresent());
        assertThat(waitOf(work).orElseThrow().why()).startsWith("Slurm job " + jobOf(work));
        assertThat(events.running(work.id())).isZero();
        slurm.cancel(first);
        assertThat(endOf(work).reason()).isEqualTo(Reason.EXIT_ZERO);
        assertThat(driver.waits()).isEmpty();
        assertThat(folder.resolve("queue-waits"))
                .satisfies(file -> assertThat(Files.readString(file)).contains(QUEUE + "=1.0 -"));
    }

    @Test
    void takesOutOfTheQueueWhatIsToldToLeaveItAndNothingThatRuns() {
        others("d1", 30);
        long second = others("d2", 40);
        allow(3, Duration.ofDays(7));
        Work waits = waiting("w-leaves");
        Work runs = work("w-runs", QUEUE, List.of("queue:dcu-z100-queue:2"), NODE, "sleep", "2");
        driver.launch(waits);
        eventually(() -> waitOf(waits).isPresent());

        driver.leaveQueue(waits.id());

        WorkEnd end = endOf(waits);
        assertThat(end.reason()).isEqualTo(Reason.LEFT_QUEUE);
        assertThat(end.message()).contains("left Slurm's queue");
        assertThat(events.running(waits.id())).isZero();

        driver.launch(runs);
        slurm.cancel(second);
        eventually(() -> events.running(runs.id()) == 1);
        driver.leaveQueue(runs.id());
        assertThat(endOf(runs).reason()).as("it had begun").isEqualTo(Reason.EXIT_ZERO);
    }

    @Test
    void takesBackWhatWaitsForLongerThanTheSiteAllows() {
        others("d1", 30);
        others("d2", 40);
        allow(1, Duration.ofSeconds(3));
        Work late = waiting("w-late");

        driver.launch(late);

        WorkEnd end = endOf(late);
        assertThat(end.reason()).isEqualTo(Reason.LAUNCH_FAILED);
        assertThat(end.message()).contains("may wait 3 s");
        assertThat(events.running(late.id())).isZero();
    }
}
