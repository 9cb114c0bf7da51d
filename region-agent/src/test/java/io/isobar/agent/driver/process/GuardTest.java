package io.isobar.agent.driver.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.Placement;
import io.isobar.agent.admission.WorkloadId;
import io.isobar.agent.driver.AttemptKey;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.LaunchOrders;
import io.isobar.agent.driver.RecordedEvents;
import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.files.OutputLimits;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.NodeName;
import io.isobar.agent.lease.BootClock;
import io.isobar.agent.lease.Lease;
import io.isobar.agent.lease.LeaseFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends work whose lease has run out though no agent does. Real processes. */
class GuardTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final BootClock CLOCK = BootClock.ofLinux().orElseThrow();

    @TempDir
    Path folder;

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final RecordedEvents events = new RecordedEvents();
    private ProcessDriver driver;

    @BeforeEach
    void start() {
        driver = new ProcessDriver(
                folder,
                List.of(),
                LoadRule.NONE,
                new OutputLimits(1 << 20, Duration.ofHours(1), 100),
                executor,
                Clock.systemUTC());
        driver.start(List.of(), events);
    }

    @AfterEach
    void close() {
        List.of("w-1-1", "w-2-1").forEach(id -> driver.stop(new AttemptId(id), Duration.ZERO));
        await().atMost(PATIENCE)
                .until(() -> events.running(new AttemptId("w-1-1")) == 0
                        || events.end(new AttemptId("w-1-1")).isPresent());
        driver.close();
        LocalMachineSite.stop(executor);
    }

    private AttemptId launch(String workload, boolean keepRunning, String script) {
        AttemptId id = new AttemptId(workload + "-1");
        LaunchOrder order = LocalMachineSite.order(
                new AttemptKey(id, new WorkloadId(workload), 1), "job", List.of("sh", "-c", script), 1);
        LaunchOrder asked = keepRunning ? LaunchOrders.keeping(order) : order;
        driver.launch(new Work(asked, new Placement(asked.demand(), List.of(new NodeName("machine")))));
        return id;
    }

    /** A lease of a minute that was renewed so long ago. */
    private void lease(Duration ago) throws IOException {
        new LeaseFile(folder.resolve("lease"), Clock.systemUTC())
                .write(new Lease.Kept(
                        new Lease.Terms(Duration.ofSeconds(60), Duration.ofSeconds(5), 0),
                        CLOCK.now().minus(ago)));
    }

    private Path work(AttemptId id) {
        return folder.resolve("attempts").resolve(id.value()).resolve("0/work");
    }

    private String written(AttemptId id, String name) throws IOException {
        Path file = work(id).resolve(name);
        await().atMost(PATIENCE)
                .until(() -> Files.exists(file) && Files.readString(file).endsWith("\n"));
        return Files.readString(file).strip();
    }

    private static boolean runs(String pid) {
        return ProcStat.of(Long.parseLong(pid)).filter(ProcStat::runs).isPresent();
    }

    @Test
    void endsTheWholeTreeOnceTheLeaseIsOverAndPassesOverWhatIsToKeepRunning() throws IOException {
        lease(Duration.ZERO);
        // One that leaves its session, one that would not hear a polite request.
        AttemptId ends = launch(
                "w-1",
                false,
                "trap '' TERM HUP; setsid sleep 600 & echo $! >child; echo $$ >pid; sleep 600; sleep 600");
        AttemptId stays = launch("w-2", true, "echo $$ >pid; sleep 600; sleep 600");
        String child = written(ends, "child");
        String pid = written(ends, "pid");
        String other = written(stays, "pid");
        assertThat(runs(pid)).isTrue();

        lease(Duration.ofSeconds(66));

        await().atMost(PATIENCE).until(() -> !runs(pid) && !runs(child));
        await().atMost(PATIENCE).until(() -> events.end(ends).isPresent());
        assertThat(events.end(ends).orElseThrow().reason())
                .as("that it was killed is no failure of its own")
                .isEqualTo(Reason.VANISHED);
        assertThat(runs(other)).isTrue();
        assertThat(events.end(stays)).isEmpty();
    }

    @Test
    void nothingIsStartedUnderALeaseThatIsOver() throws IOException {
        lease(Duration.ofSeconds(61));

        AttemptId late = launch("w-1", false, "echo ran >ran");
        await().atMost(PATIENCE).until(() -> events.end(late).isPresent());

        assertThat(work(late).resolve("ran")).doesNotExist();
        assertThat(events.end(late).orElseThrow().reason()).isIn(Reason.LAUNCH_FAILED, Reason.VANISHED);
    }

    @Test
    void withoutALeaseEverythingRuns() throws IOException {
        AttemptId id = launch("w-1", false, "echo ran >ran");

        assertThat(written(id, "ran")).isEqualTo("ran");
    }

    @Test
    void endsOnceItsAgentAndAllWorkAreGone() throws Exception {
        Process agent = new ProcessBuilder("sleep", "600").start();
        Path other = Files.createDirectory(folder.resolve("other"));
        Supervisor.install(other);
        Process guard = new ProcessBuilder(
                        "/bin/sh", other.resolve("guard.sh").toString(), other.toString(), Long.toString(agent.pid()))
                .start();
        await().atMost(PATIENCE).until(() -> Files.exists(other.resolve("guard")));
        assertThat(guard.isAlive()).isTrue();

        agent.destroyForcibly();

        assertThat(guard.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
}
