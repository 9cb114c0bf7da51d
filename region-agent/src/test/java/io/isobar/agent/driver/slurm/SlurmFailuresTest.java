package io.isobar.agent.driver.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.driver.KnownWork;
import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.Node;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What Slurm and those who run it do of their own accord: drain, cancel, forget, stop, die. */
class SlurmFailuresTest extends SlurmFixture {
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
    void tellsACancellationAtTheSiteFromOneOfTheFederation() {
        Work held = one("w-held", "sleep", "3600");
        driver.launch(held);
        awaitRunning(held);

        slurm.cancel(jobOf(held));

        assertThat(endOf(held).reason()).isEqualTo(Reason.CANCELLED_BY_REGION);
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

        // Slurm itself may end what it had lost, when it sees it again; also just after its last line.
        List<String> ran = Files.readAllLines(witness);
        assertThat(ran).startsWith("run").doesNotHaveDuplicates();
        assertThat(end.reason())
                .as("%s", end)
                .isIn(
                        ran.contains("end")
                                ? List.of(Reason.EXIT_NON_ZERO, Reason.NODE_FAILED)
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

    @Test
    void waitsForWorkWhoseNodeSlurmGaveUpThoughItRuns() {
        Work work = work("w-islanded", SlurmSite.DCUS, List.of("d2"), SlurmSite.SMALL, "sh", "-c", "sleep 8; exit 6");
        driver.launch(work);
        awaitRunning(work);
        slurm.killNode("d2");
        try {
            eventually(() -> slurm.stateOf(jobOf(work)).equals("NODE_FAIL"));

            WorkEnd end = endOf(work);

            assertThat(end.reason()).isEqualTo(Reason.EXIT_NON_ZERO);
            assertThat(end.exitCode()).isEqualTo(6);
        } finally {
            slurm.startNode("d2");
        }
    }

    @Test
    void stopsWorkThatSlurmNoLongerReaches() {
        Work work = work("w-unreached", SlurmSite.DCUS, List.of("d2"), SlurmSite.SMALL, "sleep", "3600");
        driver.launch(work);
        awaitRunning(work);
        slurm.killNode("d2");
        try {
            eventually(() -> slurm.stateOf(jobOf(work)).equals("NODE_FAIL"));
            assertThat(events.ends(work.id())).isEmpty();

            driver.stop(work.id(), Duration.ofSeconds(1));

            assertThat(endOf(work).exitCode()).isEqualTo(143);
        } finally {
            slurm.startNode("d2");
        }
    }

    /** Its first look at the queue comes when the next one has begun: the jobs of that are of work that it never heard of. */
    @Test
    void anAgentThatStopsEndsNoJobOfTheNext() throws InterruptedException {
        driver.close();
        CountDownLatch looks = new CountDownLatch(1);
        CountDownLatch mayLook = new CountDownLatch(1);
        Work next = one("w-next", "sleep", "3600");
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            SlurmDriver late = site.open(lookingLate(slurm.commands(readers), looks, mayLook), threads);
            late.start(List.of(), events);
            looks.await();
            late.close();
            start(Duration.ofMinutes(5));
            driver.launch(next);
            awaitRunning(next);
            mayLook.countDown();
        }

        assertThat(slurm.stateOf(jobOf(next))).isEqualTo("RUNNING");
    }

    private static SlurmCommands lookingLate(SlurmCommands slurm, CountDownLatch looks, CountDownLatch mayLook) {
        return (SlurmCommands) Proxy.newProxyInstance(
                SlurmCommands.class.getClassLoader(), new Class<?>[] {SlurmCommands.class}, (proxy, method, words) -> {
                    if (method.getName().equals("jobs")) {
                        looks.countDown();
                        mayLook.await();
                    }
                    try {
                        return method.invoke(slurm, words);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
