package io.isobar.agent.driver.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.Demand;
import io.isobar.agent.admission.Placement;
import io.isobar.agent.driver.AttemptKey;
import io.isobar.agent.driver.KnownWork;
import io.isobar.agent.driver.OutputStreamKind;
import io.isobar.agent.driver.RecordedEvents;
import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.driver.WorkEvent;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.Accelerator;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.Node;
import io.isobar.agent.inventory.NodeName;
import io.isobar.agent.inventory.PoolName;
import io.isobar.agent.inventory.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the contract does not speak of, on a real Slurm: gangs, queues, what others take, and what Slurm does of its own accord. */
class SlurmDriverTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final RecordedEvents events = new RecordedEvents();
    private RealSlurm slurm;
    private SlurmSite site;
    private SlurmDriver driver;

    @BeforeEach
    void open() {
        slurm = RealSlurm.find();
        site = new SlurmSite(folder, slurm);
        start(Duration.ofMinutes(5));
    }

    private void start(Duration startWithin, KnownWork... known) {
        driver = site.open(startWithin);
        driver.discover();
        driver.start(List.of(known), events);
    }

    @AfterEach
    void close() {
        if (driver != null) {
            driver.close();
            site.close();
            slurm.run("scancel", "--user=" + RealSlurm.ACCOUNT);
            eventually(() -> slurm.run("squeue", "-h", "-t", "R,CG,S,PD").isEmpty());
        }
    }

    private static void eventually(Callable<Boolean> condition) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(condition);
    }

    private Work work(String workload, PoolName pool, List<String> nodes, Resources shape, String... command) {
        return work(workload, pool, nodes, shape, null, command);
    }

    private Work work(
            String workload,
            PoolName pool,
            List<String> nodes,
            Resources shape,
            @Nullable Duration limit,
            String... command) {
        AttemptId id = new AttemptId(workload + "-1");
        Demand demand = new Demand(pool, nodes.size(), shape);
        return new Work(
                SlurmSite.order(new AttemptKey(id, id.workload(), 1), "job", List.of(command), demand, limit),
                new Placement(demand, nodes.stream().map(NodeName::new).toList()));
    }

    private Work one(String workload, String... command) {
        return work(workload, SlurmSite.GPUS, List.of("g1"), SlurmSite.SMALL, command);
    }

    private WorkEnd endOf(Work work) {
        eventually(() -> events.end(work.id()).isPresent());
        assertThat(events.ends(work.id())).hasSize(1);
        return events.end(work.id()).orElseThrow();
    }

    private void awaitRunning(Work work) {
        eventually(() -> events.running(work.id()) == 1);
    }

    private String output(Work work, int replica) throws IOException {
        byte[] buffer = new byte[1 << 16];
        int length = driver.output(work.id()).orElseThrow().read(replica, OutputStreamKind.STDOUT, 0, buffer);
        return new String(buffer, 0, length, StandardCharsets.UTF_8);
    }

    private long jobOf(Work work) {
        return new AttemptFolder(folder.resolve("attempts").resolve(work.id().value()), 1)
                .submitted(0)
                .orElseThrow();
    }

    private Inventory newestLook(int after) {
        eventually(() -> events.all().stream().skip(after).anyMatch(WorkEvent.Looked.class::isInstance));
        return events.all().stream()
                .filter(WorkEvent.Looked.class::isInstance)
                .map(event -> ((WorkEvent.Looked) event).inventory())
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static Node node(Inventory inventory, String name) {
        return inventory.nodes().stream()
                .filter(node -> node.name().value().equals(name))
                .findFirst()
                .orElseThrow();
    }

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
    void countsNothingOfADrainedNodeAsFreeAndLetsItsWorkFinish() {
        Work work = work("w-drained", SlurmSite.DCUS, List.of("d1"), SlurmSite.SMALL, "sh", "-c", "sleep 2; exit 0");
        driver.launch(work);
        awaitRunning(work);
        slurm.run("scontrol", "update", "nodename=d1", "state=drain", "reason=a new fan");
        try {
            eventually(() -> !node(newestLook(0), "d1").usable());
            assertThat(node(newestLook(0), "d2").usable()).isTrue();
            assertThat(endOf(work).reason()).isEqualTo(Reason.EXIT_ZERO);
        } finally {
            slurm.run("scontrol", "update", "nodename=d1", "state=resume");
        }
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
    void tellsWhoeverHeldOrCancelledAJobFromTheFederation() {
        Work held = one("w-held", "sleep", "3600");
        driver.launch(held);
        awaitRunning(held);

        slurm.cancel(jobOf(held));

        assertThat(endOf(held).reason()).isEqualTo(Reason.CANCELLED_BY_REGION);
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

    @Test
    void finishesWhatRanWhileTheControllerWasAway() {
        Work work = one("w-away", "sh", "-c", "sleep 3; exit 4");
        driver.launch(work);
        awaitRunning(work);
        slurm.stopController();
        try {
            eventually(() -> !newestLook(0).nodes().getFirst().usable());
            assertThat(events.ends(work.id())).isEmpty();
        } finally {
            slurm.startController();
        }

        WorkEnd end = endOf(work);
        assertThat(end.reason()).isEqualTo(Reason.EXIT_NON_ZERO);
        assertThat(end.exitCode()).isEqualTo(4);
        eventually(() -> newestLook(0).nodes().stream().allMatch(Node::usable));
    }

    @Test
    void runsOnceWhatAControllerThatWasKilledStartsAgain() throws IOException {
        Path witness = folder.resolve("witness");
        Work work =
                one("w-twice", "sh", "-c", "echo run >> " + witness + "; sleep 6; echo end >> " + witness + "; exit 3");
        driver.launch(work);
        awaitRunning(work);
        slurm.killController();
        slurm.startController();

        WorkEnd end = endOf(work);

        // Slurm itself may end what it had lost, when it sees it again.
        List<String> ran = Files.readAllLines(witness);
        assertThat(ran).startsWith("run").doesNotHaveDuplicates();
        assertThat(end.reason())
                .as("%s", end)
                .isIn(
                        ran.contains("end")
                                ? List.of(Reason.EXIT_NON_ZERO)
                                : List.of(Reason.NODE_FAILED, Reason.VANISHED));
    }

    @Test
    void knowsTheEndOfAJobThatTheControllerHasForgotten() {
        Work work = one("w-forgotten", "sh", "-c", "sleep 1; exit 5");
        driver.launch(work);
        awaitRunning(work);
        driver.close();
        eventually(() -> slurm.stateOf(jobOf(work)).equals("FAILED"));
        slurm.stopController();
        slurm.startControllerAfresh();

        start(Duration.ofMinutes(5), new KnownWork(work, Instant.EPOCH.plusSeconds(1), null));

        assertThat(endOf(work).exitCode()).isEqualTo(5);
    }

    @Test
    void removesItsOwnJobsThatNobodyKnowsAndNoOthers() {
        Work orphan = one("w-orphan", "sleep", "3600");
        driver.launch(orphan);
        awaitRunning(orphan);
        long foreign = slurm.submitForeign("job", "--comment=isobar:0:w-orphan-1:1:0");
        driver.close();

        start(Duration.ofMinutes(5));

        eventually(() -> slurm.stateOf(jobOf(orphan)).equals("CANCELLED"));
        assertThat(slurm.stateOf(foreign)).isEqualTo("RUNNING");
    }

    @Test
    void findsAJobThatWasSubmittedAndNeverAnswered() throws IOException {
        Work work = one("w-unanswered", "sh", "-c", "echo once; sleep 1");
        driver.launch(work);
        awaitRunning(work);
        driver.close();
        Files.delete(folder.resolve("attempts/w-unanswered-1/job.0"));

        start(Duration.ofMinutes(5), new KnownWork(work, null, null));

        assertThat(endOf(work).reason()).isEqualTo(Reason.EXIT_ZERO);
        assertThat(output(work, 0)).isEqualTo("once\n");
        assertThat(folder.resolve("attempts/w-unanswered-1/run.1")).doesNotExist();
    }
}
