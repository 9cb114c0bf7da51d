package io.isobar.agent.driver.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.Demand;
import io.isobar.agent.admission.Placement;
import io.isobar.agent.driver.AttemptKey;
import io.isobar.agent.driver.KnownWork;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.OutputStreamKind;
import io.isobar.agent.driver.RecordedEvents;
import io.isobar.agent.driver.Work;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.driver.WorkOutput;
import io.isobar.agent.driver.files.OutputLimits;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.NodeName;
import io.isobar.agent.inventory.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only real processes can show. */
class ProcessDriverTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AttemptId ID = new AttemptId("w-1-1");
    private static final AttemptKey KEY = new AttemptKey(ID, ID.workload(), 1);

    @TempDir
    Path folder;

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private RecordedEvents events = new RecordedEvents();
    private ProcessDriver driver;

    @BeforeEach
    void open() {
        driver = driver();
        driver.start(List.of(), events);
    }

    private ProcessDriver driver() {
        return driver(LocalMachineSite.LIMITS);
    }

    private ProcessDriver driver(OutputLimits limits) {
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

    private static Work work(LaunchOrder order) {
        NodeName node = new NodeName("machine");
        return new Work(
                order,
                new Placement(order.demand(), Collections.nCopies(order.demand().replicas(), node)));
    }

    private Work launch(String... command) {
        Work work = work(LocalMachineSite.order(KEY, "job", List.of(command), 1));
        driver.launch(work);
        return work;
    }

    private WorkEnd end() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> events.end(ID).isPresent());
        return events.end(ID).orElseThrow();
    }

    private void awaitOutput(String text) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> output(0).contains(text));
    }

    private String output(int replica) throws IOException {
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
    private String written(String name) throws IOException {
        Path file = folder.resolve("attempts/w-1-1/0/work").resolve(name);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> Files.exists(file) && Files.readString(file).endsWith("\n"));
        return Files.readString(file);
    }

    private static boolean runs(String pid) {
        return ProcStat.of(Long.parseLong(pid.strip())).filter(ProcStat::runs).isPresent();
    }

    @Test
    void tellsASignalAs128AndItsNumber() {
        launch("sh", "-c", "kill -KILL $$");

        WorkEnd end = end();

        assertThat(end.exitCode()).isEqualTo(137);
        assertThat(end.reason()).isEqualTo(Reason.EXIT_NON_ZERO);
    }

    @Test
    void tellsACommandThatIsNotFoundFromOneThatEndsWith127() {
        launch("sh", "-c", "exit 127");

        assertThat(end().reason()).isEqualTo(Reason.EXIT_NON_ZERO);
        assertThat(end().exitCode()).isEqualTo(127);
    }

    @Test
    void saysThatAFileIsNotExecutable() throws IOException {
        Path file = Files.writeString(folder.resolve("script"), "#!/bin/sh\n");

        launch(file.toString());

        assertThat(end().reason()).isEqualTo(Reason.LAUNCH_FAILED);
        assertThat(end().message()).contains("may not be executed");
    }

    @Test
    void saysThatTheInterpreterIsMissing() throws IOException {
        Path file = Files.writeString(folder.resolve("script"), "#!/no/such/interpreter -x\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));

        launch(file.toString());

        assertThat(end().reason()).isEqualTo(Reason.LAUNCH_FAILED);
        assertThat(end().message()).contains("/no/such/interpreter");
    }

    @Test
    void saysThatAProgramOfAnotherKindCannotBeExecuted() throws IOException {
        Path file = folder.resolve("program");
        Files.write(file, new byte[] {0x7f, 'E', 'L', 'F', 9, 9, 9, 9, 0, 0, 0, 0, 0, 0, 0, 0});
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));

        launch(file.toString());

        assertThat(end().reason()).isEqualTo(Reason.LAUNCH_FAILED);
    }

    @Test
    void givesTheCommandACleanEnvironmentAndItsOwnFolder() throws IOException {
        LaunchOrder plain = LocalMachineSite.order(KEY, "job", List.of("sh", "-c", "env; pwd; cat"), 1);
        LaunchOrder order = new LaunchOrder(
                plain.key(),
                plain.workloadName(),
                plain.tenant(),
                plain.command(),
                null,
                Map.of("MINE", "a b'c\"d", "ISOBAR_EPOCH", "99", "_isobar_folder", "x"),
                plain.stack(),
                plain.demand(),
                plain.stopGrace(),
                null,
                null);

        driver.launch(work(order));

        assertThat(end().exitCode()).isZero();
        assertThat(output(0).lines())
                .contains(
                        "MINE=a b'c\"d",
                        "ISOBAR_WORKLOAD=w-1",
                        "ISOBAR_ATTEMPT=w-1-1",
                        "ISOBAR_EPOCH=1",
                        "ISOBAR_REPLICA=0",
                        "ISOBAR_REPLICAS=1",
                        "ISOBAR_CPUS=0.1",
                        "ISOBAR_STACK=" + plain.stack(),
                        "OMP_NUM_THREADS=1",
                        "HOME=" + folder.toAbsolutePath().resolve("attempts/w-1-1/0/work"),
                        folder.toAbsolutePath().resolve("attempts/w-1-1/0/work").toString())
                .noneMatch(line -> line.startsWith("JAVA_HOME=") || line.startsWith("USER="));
    }

    @Test
    void runsEachReplicaWithItsIndex() throws IOException {
        driver.launch(work(LocalMachineSite.order(
                KEY, "job", List.of("sh", "-c", "echo $ISOBAR_REPLICA of $ISOBAR_REPLICAS"), 3)));

        assertThat(end().exitCode()).isZero();
        for (int replica = 0; replica < 3; replica++) {
            assertThat(output(replica)).isEqualTo(replica + " of 3\n");
        }
    }

    @Test
    void stopsTheOtherReplicasWhenOneFails() {
        driver.launch(work(LocalMachineSite.order(
                KEY, "job", List.of("sh", "-c", "[ $ISOBAR_REPLICA = 1 ] && exit 9; exec sleep 3600"), 3)));

        assertThat(end().exitCode()).isEqualTo(9);
        assertThat(events.ends(ID)).hasSize(1);
    }

    @Test
    void leavesTimeToEndWellWhenItIsStopped() throws IOException {
        launch("sh", "-c", "trap 'echo saved; exit 3' TERM; echo ready; while :; do sleep 0.05; done");
        awaitOutput("ready");

        driver.stop(ID, Duration.ofSeconds(10));

        assertThat(end().exitCode()).isEqualTo(3);
        assertThat(output(0)).contains("saved");
    }

    @Test
    void killsWhatIgnoresTheRequestAfterTheGrace() {
        launch("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.05; done");
        awaitOutput("ready");
        Instant asked = Instant.now();

        driver.stop(ID, Duration.ofSeconds(1));

        assertThat(end().exitCode()).isEqualTo(137);
        assertThat(Duration.between(asked, Instant.now())).isGreaterThanOrEqualTo(Duration.ofMillis(900));
    }

    @Test
    void findsWhatLeftItsSessionItsGroupAndItsParent() throws IOException {
        launch(
                "sh",
                "-c",
                "(setsid sh -c 'setsid sleep 3600 & echo $! > a; exec sleep 3600' & echo $! > b);"
                        + "sleep 3600 & echo $! > c; env -i setsid sleep 3600 & echo $! > d; wait");
        List<String> pids = List.of(written("a"), written("b"), written("c"), written("d"));
        assertThat(pids).allMatch(ProcessDriverTest::runs);

        driver.stop(ID, Duration.ofSeconds(1));

        end();
        assertThat(pids).noneMatch(ProcessDriverTest::runs);
    }

    @Test
    void endsWhatTheCommandLeftBehind() throws IOException {
        launch("sh", "-c", "setsid sleep 3600 > /dev/null 2>&1 & echo $! > pid");

        assertThat(end().exitCode()).isZero();

        assertThat(runs(Files.readString(folder.resolve("attempts/w-1-1/0/work/pid"))))
                .isFalse();
    }

    @Test
    void endsTheWorkWhoseSupervisorWasKilled() throws IOException {
        launch("sleep", "3600");
        await().atMost(PATIENCE).until(() -> events.running(ID) == 1);
        ReplicaFolder replica = new ReplicaFolder(folder.resolve("attempts/w-1-1/0"));
        ProcStat command = replica.command().orElseThrow();

        ProcessTree.signal(replica.supervisor().orElseThrow(), true);

        assertThat(end().reason()).isEqualTo(Reason.VANISHED);
        assertThat(command.stillRuns()).isFalse();
    }

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
    void cutsOutputThatIsTooLongAndSaysSo() throws IOException {
        launch("sh", "-c", "yes 0123456789012345678901234567890 | head -c 3000000; sleep 2.5; echo late");

        assertThat(end().exitCode()).isZero();

        String text = output(0);
        assertThat(text).endsWith("the rest is discarded]\n");
        assertThat(text.length())
                .isBetween((int) LocalMachineSite.OUTPUT_LIMIT, (int) LocalMachineSite.OUTPUT_LIMIT + 200);
    }

    @Test
    void tellsThatWorkRanOutOfMemory() {
        assumeTrue(limitsMemory());
        LaunchOrder plain = LocalMachineSite.order(KEY, "job", List.of("tail", "/dev/zero"), 1);
        LaunchOrder order = new LaunchOrder(
                plain.key(),
                plain.workloadName(),
                plain.tenant(),
                plain.command(),
                null,
                Map.of(),
                plain.stack(),
                new Demand(Machine.POOL, 1, new Resources(0, 1_000, 32 << 20)),
                plain.stopGrace(),
                null,
                null);

        driver.launch(work(order));

        assertThat(end().reason()).isEqualTo(Reason.OUT_OF_MEMORY);
        assertThat(end().message()).contains("33554432");
    }

    private static boolean limitsMemory() {
        ControlGroups groups =
                ControlGroups.detect("isobar-test-" + ProcessHandle.current().pid());
        boolean limits = groups.limits("memory");
        groups.close();
        return limits;
    }

    @Test
    void endsEvenWhatHasNoParentSessionOrEnvironmentInCommon() throws IOException {
        assumeTrue(limitsMemory());
        launch("sh", "-c", "setsid env -i sh -c 'env -i setsid sleep 3600 & echo $! > pid'; sleep 60");
        String pid = written("pid");
        assertThat(runs(pid)).isTrue();

        driver.stop(ID, Duration.ofSeconds(1));

        end();
        assertThat(runs(pid)).isFalse();
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

    private static boolean isEmpty(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
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
