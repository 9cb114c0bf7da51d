package io.isobar.agent.driver.process;

import static org.awaitility.Awaitility.await;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.Placement;
import io.isobar.agent.driver.AttemptKey;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.OutputStreamKind;
import io.isobar.agent.driver.RecordedEvents;
import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.driver.WorkOutput;
import io.isobar.agent.driver.files.OutputLimits;
import io.isobar.agent.inventory.NodeName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A driver of real processes, with one attempt at a time, and what the tests of it share. */
abstract class ProcessFixture {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final AttemptId ID = new AttemptId("w-1-1");
    static final AttemptKey KEY = new AttemptKey(ID, ID.workload(), 1);

    @TempDir
    Path folder;

    final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    RecordedEvents events = new RecordedEvents();
    ProcessDriver driver;

    @BeforeEach
    void open() {
        driver = driver();
        driver.start(List.of(), events);
    }

    final ProcessDriver driver() {
        return driver(LocalMachineSite.LIMITS);
    }

    final ProcessDriver driver(OutputLimits limits) {
        return new ProcessDriver(folder, List.of(), LoadRule.MEMORY, limits, executor, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        driver.stop(ID, Duration.ZERO);
        if (events.running(ID) > 0) {
            end();
        }
        driver.close();
        LocalMachineSite.stop(executor);
    }

    static Work work(LaunchOrder order) {
        NodeName node = new NodeName("machine");
        return new Work(
                order,
                new Placement(order.demand(), Collections.nCopies(order.demand().replicas(), node)));
    }

    final Work launch(String... command) {
        Work work = work(LocalMachineSite.order(KEY, "job", List.of(command), 1));
        driver.launch(work);
        return work;
    }

    final WorkEnd end() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> events.end(ID).isPresent());
        return events.end(ID).orElseThrow();
    }

    final void awaitOutput(String text) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> output(0).contains(text));
    }

    final String output(int replica) throws IOException {
        WorkOutput output = driver.output(ID).orElseThrow();
        byte[] buffer = new byte[4 << 20];
        int length = 0;
        int read = 1;
        while (read > 0) {
            byte[] piece = new byte[64 << 10];
            read = output.read(replica, OutputStreamKind.STDOUT, length, piece);
            System.arraycopy(piece, 0, buffer, length, read);
            length += read;
        }
        return new String(buffer, 0, length, StandardCharsets.UTF_8);
    }

    /** What the work wrote into a file of its folder, as soon as the line is whole. */
    final String written(String name) throws IOException {
        Path file = folder.resolve("attempts/w-1-1/0/work").resolve(name);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> Files.exists(file) && Files.readString(file).endsWith("\n"));
        return Files.readString(file);
    }

    static boolean runs(String pid) {
        return ProcStat.of(Long.parseLong(pid.strip())).filter(ProcStat::runs).isPresent();
    }

    static boolean limitsMemory() {
        ControlGroups groups =
                ControlGroups.detect("isobar-test-" + ProcessHandle.current().pid());
        boolean limits = groups.limits("memory");
        groups.close();
        return limits;
    }
}
