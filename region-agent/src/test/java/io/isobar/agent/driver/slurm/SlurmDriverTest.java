package io.isobar.agent.driver.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.Accelerator;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.Node;
import io.isobar.agent.inventory.Resources;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the contract does not speak of, on a real Slurm: gangs, queues, and what others take. */
class SlurmDriverTest extends SlurmFixture {
    @Test
    void offersAPoolForEachPartitionAndTypeOfAccelerator() {
        Inventory inventory = driver.discover();

        assertThat(inventory.pools())
                .extracting(
                        pool -> pool.name().value(),
                        pool -> Optional.ofNullable(pool.accelerator())
                                .map(Accelerator::advertisedName)
                                .orElse(""))
                .containsExactly(tuple("dcu-z100", "z100"), tuple("gpu-a100", "a100"));
        assertThat(node(inventory, "g1").total().units()).isEqualTo(8);
        assertThat(node(inventory, "g1").total().millicpus()).isEqualTo(64_000);
        assertThat(node(inventory, "d2").total().memoryBytes()).isEqualTo(256L << 30);
    }

    @Test
    void runsAGangOfAllCardsOfTwoNodesAsOneJob() throws IOException {
        Work gang = work(
                "w-gang",
                SlurmSite.GPUS,
                List.of("g1", "g2", "g1", "g2"),
                new Resources(4, 2_000, 1L << 30),
                "sh",
                "-c",
                "echo $ISOBAR_REPLICA of $ISOBAR_REPLICAS $GREETING $SLURMD_NODENAME $CUDA_VISIBLE_DEVICES; sleep 1");

        driver.launch(gang);

        awaitRunning(gang);
        assertThat(slurm.run("scontrol", "-o", "-d", "show", "job", Long.toString(jobOf(gang))))
                .contains("NumNodes=2", "NumTasks=4", "gpu:a100:16", "Requeue=0");
        assertThat(endOf(gang).reason()).isEqualTo(Reason.EXIT_ZERO);
        List<String> outputs = Stream.of(0, 1, 2, 3)
                .map(replica -> {
                    try {
                        return output(gang, replica);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
        assertThat(outputs.get(3)).startsWith("3 of 4 it's g");
        assertThat(outputs.stream().filter(text -> text.contains(" g1 "))).hasSize(2);
    }

    @Test
    void endsAGangWithTheCodeOfTheReplicaThatFailedFirst() {
        Work gang = work(
                "w-broken",
                SlurmSite.DCUS,
                List.of("d1", "d2"),
                SlurmSite.SMALL,
                "sh",
                "-c",
                "if [ $ISOBAR_REPLICA = 1 ]; then sleep 1; exit 7; fi; sleep 3600");

        driver.launch(gang);

        WorkEnd end = endOf(gang);
        assertThat(end.reason()).isEqualTo(Reason.EXIT_NON_ZERO);
        assertThat(end.exitCode()).isEqualTo(7);
        assertThat(events.running(gang.id())).isEqualTo(1);
    }

    @Test
    void tellsWithItsEndWhatTheLeastOfAGangSaidLast() {
        Work work = work(
                "w-said",
                SlurmSite.GPUS,
                List.of("g1", "g2"),
                SlurmSite.SMALL,
                "sh",
                "-c",
                "echo steps=$((40 + ISOBAR_REPLICA)) total=100 >$ISOBAR_PROGRESS_FILE");
        driver.launch(work);

        assertThat(Objects.requireNonNull(endOf(work).progress())).satisfies(said -> {
            assertThat(said.steps()).isEqualTo(40);
            assertThat(said.total()).isEqualTo(100);
        });
    }

    @Test
    void stopsAGangSoThatItsReplicasCanTidyUp() {
        Work gang = work(
                "w-tidy",
                SlurmSite.DCUS,
                List.of("d1", "d2"),
                SlurmSite.SMALL,
                "sh",
                "-c",
                "trap 'exit 9' TERM; while :; do sleep 0.1; done");
        driver.launch(gang);
        awaitRunning(gang);

        driver.stop(gang.id(), Duration.ofSeconds(20));

        assertThat(endOf(gang).exitCode()).isEqualTo(9);
    }

    @Test
    void killsWhatDoesNotEndWithinItsGrace() {
        Work stubborn = one("w-stubborn", "sh", "-c", "trap '' TERM; while :; do sleep 0.1; done");
        driver.launch(stubborn);
        awaitRunning(stubborn);

        driver.stop(stubborn.id(), Duration.ofMillis(500));

        assertThat(endOf(stubborn).reason()).isEqualTo(Reason.EXIT_NON_ZERO);
        assertThat(slurm.stateOf(jobOf(stubborn))).isEqualTo("CANCELLED");
    }

    @Test
    void takesWhatOthersHaveOffWhatIsFreeAndNotWhatIsOurs() {
        Work ours = work("w-ours", SlurmSite.GPUS, List.of("g1"), new Resources(3, 2_000, 2L << 30), "sleep", "3600");
        driver.launch(ours);
        awaitRunning(ours);
        int before = events.all().size();
        slurm.submitForeign(
                "job", "--partition=gpu", "--nodelist=g1", "--gres=gpu:a100:4", "--cpus-per-task=6", "--mem=1G");

        eventually(() ->
                Long.valueOf(4).equals(node(newestLook(before), "g1").foreign().units()));
        Node node = node(newestLook(before), "g1");
        assertThat(node.foreign().millicpus()).isEqualTo(6_000);
        assertThat(node.foreign().memoryBytes()).isEqualTo(1L << 30);
        assertThat(node(newestLook(before), "g2").foreign().units()).isZero();
    }

    @Test
    void takesBackWhatWaitsInTheQueueForTooLong() {
        driver.close();
        start(Duration.ofSeconds(1));
        slurm.submitForeign("all", "--partition=dcu", "--nodelist=d1", "--gres=dcu:z100:4");
        Work late = work("w-late", SlurmSite.DCUS, List.of("d1"), SlurmSite.SMALL, "true");

        driver.launch(late);

        WorkEnd end = endOf(late);
        assertThat(end.reason()).isEqualTo(Reason.LAUNCH_FAILED);
        assertThat(end.message()).contains("in Slurm's queue").contains("Resources");
        assertThat(events.running(late.id())).isZero();
    }

    @Test
    void passesOnWhySlurmRefusesAJob() {
        Work impossible = work("w-impossible", SlurmSite.GPUS, List.of("g2"), new Resources(9, 1_000, 1 << 20), "true");

        driver.launch(impossible);

        WorkEnd end = endOf(impossible);
        assertThat(end.reason()).isEqualTo(Reason.LAUNCH_FAILED);
        assertThat(end.message()).contains("Requested node configuration is not available");
    }

    @Test
    void refusesATimeLimitThatThePartitionDoesNotAllow() {
        Work long1 = work("w-long", SlurmSite.GPUS, List.of("g1"), SlurmSite.SMALL, Duration.ofDays(3), "true");

        assertThat(driver.vet(long1.order())).hasValueSatisfying(refusal -> {
            assertThat(refusal.reason()).isEqualTo(Reason.RUN_TIME_ABOVE_LIMIT);
            assertThat(refusal.message()).contains("4320 min").contains("2880 min");
        });
    }
}
