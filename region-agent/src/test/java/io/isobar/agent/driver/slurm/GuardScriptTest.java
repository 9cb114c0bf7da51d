package io.isobar.agent.driver.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isobar.agent.lease.BootClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The scripts of one replica, in a folder as the nodes share it, with an agent whose machine was started nine days before this one. The
 * test is the agent.
 */
@Execution(ExecutionMode.CONCURRENT)
class GuardScriptTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration AHEAD = Duration.ofDays(9);
    private static final BootClock NODE = BootClock.ofLinux().orElseThrow();
    private static final int NOT_CONFIRMED = 77;
    /** Says ten times a second that it runs, and does not hear a polite request. */
    private static final String STUBBORN = "trap '' TERM; " + diary("lines");

    @TempDir
    Path region;

    private AttemptFolder folder;
    private @Nullable Process task;

    /** As long as there is its folder. */
    private static String diary(String name) {
        return "while [ -e ../started ]; do read up idle </proc/uptime; echo $up >>" + name + "; sleep 0.1; done";
    }

    @BeforeEach
    void prepare() throws IOException {
        folder = new AttemptFolder(region.resolve("attempts/w-1-1"), 1);
        folder.create();
        folder.environment("");
        folder.guard(true);
    }

    /** The task with what descends from it, and the guard, which does not. */
    @AfterEach
    void stop() {
        await().atMost(PATIENCE).until(() -> {
            List<ProcessHandle> all = ProcessHandle.allProcesses()
                    .filter(one -> one.info().commandLine().orElse("").contains(region.toString()))
                    .flatMap(one -> Stream.concat(one.descendants(), Stream.of(one)))
                    .toList();
            all.forEach(ProcessHandle::destroyForcibly);
            return all.isEmpty();
        });
    }

    private Path lease() {
        return region.resolve("lease");
    }

    /** From now, by the agent's clock; returns when nothing may run any more, by the node's. */
    private Duration lease(double seconds, double grace) throws IOException {
        return lease(seconds, grace, "first", AHEAD);
    }

    private Duration lease(double seconds, double grace, String boot, Duration ahead) throws IOException {
        Duration stopAt = NODE.now().plus(ahead).plusMillis((long) (seconds * 1_000));
        Duration killAt = stopAt.plusMillis((long) (grace * 1_000));
        Path fresh = region.resolve("lease.new");
        Files.writeString(
                fresh, "stop_at=" + stopAt.toSeconds() + "\nkill_at=" + killAt.toSeconds() + "\nboot=" + boot + "\n");
        Files.move(fresh, lease(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return killAt.minus(ahead);
    }

    private void run(Duration wait, String command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                "/bin/sh",
                "-c",
                JobScript.TASK,
                "isobar",
                folder.path().toString(),
                JobScript.GUARD,
                lease().toString(),
                Long.toString(wait.toMillis() / 10),
                "1000",
                "sh",
                "-c",
                command));
        builder.environment().put("SLURM_PROCID", "0");
        task = builder.redirectErrorStream(true)
                .redirectOutput(region.resolve("said").toFile())
                .start();
    }

    private long askedAfter(long before) {
        OptionalLong[] asked = {OptionalLong.empty()};
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            asked[0] = folder.asked(0);
            return asked[0].orElse(-1) > before;
        });
        return asked[0].orElseThrow();
    }

    private long answer(long before, String word, String boot, Duration ahead) throws IOException {
        long asked = askedAfter(before);
        long now = NODE.now().plus(ahead).toMillis() / 10 + 1;
        folder.answer(0, asked + " " + now + " " + boot + " " + word + " .\n");
        return asked;
    }

    private long answer(String word) throws IOException {
        return answer(-1, word, "first", AHEAD);
    }

    private Path file(String name) {
        return folder.replica(0).resolve("work").resolve(name);
    }

    private String awaitLine(String name) throws IOException {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        Files.exists(file(name)) && Files.readString(file(name)).endsWith("\n"));
        return Files.readString(file(name)).strip();
    }

    private int code() throws InterruptedException {
        Process started = Objects.requireNonNull(task);
        assertThat(started.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return started.exitValue();
    }

    /** The last that was heard of what wrote it. */
    private Duration last(String name) throws IOException {
        String line = Files.readAllLines(file(name)).getLast();
        return Duration.ofMillis((long) (Double.parseDouble(line) * 1_000));
    }

    private void awaitStill(Duration until, String name) {
        await().atMost(PATIENCE).until(() -> last(name).compareTo(until) > 0);
        assertThat(Objects.requireNonNull(task).isAlive()).isTrue();
        assertThat(folder.stoppedByGuard()).isEmpty();
    }

    @Test
    void startsNothingThatNobodyAnswersForHoweverGoodALeaseLiesThere() throws Exception {
        lease(3_600, 20);

        run(Duration.ofMillis(500), "echo ran >ran");

        assertThat(code()).isEqualTo(NOT_CONFIRMED);
        assertThat(file("ran")).doesNotExist();
        assertThat(folder.stoppedByGuard())
                .hasValueSatisfying(why -> assertThat(why).contains("nobody confirmed"));
    }

    @Test
    void startsNothingUnderALeaseThatIsOver() throws Exception {
        lease(-1, 20);

        run(Duration.ofSeconds(1), "echo ran >ran");
        answer("leased");

        assertThat(code()).isEqualTo(NOT_CONFIRMED);
        assertThat(file("ran")).doesNotExist();
    }

    /** An agent that was asleep between the question and the answer, or a file system that showed one of them late. */
    @Test
    void takesOffTheLeaseWhatTheAnswerTook() throws Exception {
        lease(20, 20);

        run(Duration.ofSeconds(1), "echo ran >ran");
        long asked = askedAfter(-1) - 3_000;
        folder.answer(0, asked + " " + (NODE.now().plus(AHEAD).toMillis() / 10 + 1) + " first leased .\n");

        assertThat(code()).isEqualTo(NOT_CONFIRMED);
        assertThat(file("ran")).doesNotExist();
    }

    @Test
    void endsTheWholeTreeInTimeThoughItHearsNoRequest() throws Exception {
        Duration end = lease(3, 2);

        run(
                PATIENCE,
                "setsid env -i sh -c '" + diary("child") + "' & (setsid sh -c '" + diary("orphan") + "' &); "
                        + STUBBORN);
        answer("leased");

        assertThat(code()).isEqualTo(128 + 9);
        await().atMost(PATIENCE).until(() -> NODE.now().compareTo(end.plusMillis(500)) > 0);
        assertThat(last("lines")).isLessThan(end);
        assertThat(last("child")).isLessThan(end);
        assertThat(last("orphan")).isLessThan(end);
        assertThat(folder.stoppedByGuard()).isPresent();
    }

    @Test
    void asksFirstAndSaysSoThoughItThenEndsWell() throws Exception {
        lease(3, 60);

        run(PATIENCE, "trap 'echo saved >saved; exit 0' TERM; while :; do sleep 0.1; done");
        answer("leased");

        assertThat(code()).isZero();
        assertThat(file("saved")).exists();
        assertThat(folder.stoppedByGuard()).isPresent();
    }

    @Test
    void goesOnUnderALeaseThatIsRenewed() throws Exception {
        Duration end = lease(3, 1);
        run(PATIENCE, STUBBORN);
        answer("leased");
        awaitLine("lines");

        lease(3_600, 1);

        awaitStill(end, "lines");
    }

    enum Trouble {
        HANGS,
        UNMOUNTED
    }

    @ParameterizedTest
    @EnumSource
    void countsOnWhereTheSharedFolderIsOutOfReach(Trouble trouble) throws Exception {
        Duration end = lease(3, 2);
        run(PATIENCE, STUBBORN);
        answer("leased");
        awaitLine("lines");

        Files.delete(lease());
        if (trouble == Trouble.HANGS) {
            // Who opens it waits for somebody to write.
            assertThat(new ProcessBuilder("mkfifo", lease().toString()).start().waitFor())
                    .isZero();
        }

        assertThat(code()).isEqualTo(128 + 9);
        assertThat(last("lines")).isLessThan(end);
    }

    @Test
    void endsAtOnceWhereTheLeaseWasEnded() throws Exception {
        Duration late = lease(30, 2);
        run(PATIENCE, "echo ran >ran; sleep 600");
        answer("leased");
        awaitLine("ran");

        lease(0, 2);

        assertThat(code()).isEqualTo(128 + 15);
        assertThat(NODE.now()).isLessThan(late.minusSeconds(10));
    }

    @Test
    void obeysALeaseThatComesLater() throws Exception {
        run(PATIENCE, STUBBORN);
        answer("free");
        awaitLine("lines");

        Duration end = lease(4, 2);

        assertThat(code()).isEqualTo(128 + 9);
        assertThat(last("lines")).isLessThan(end);
    }

    @Test
    void isLetGoByAnAgentThatKeepsNoLease() throws Exception {
        Duration end = lease(3, 1);
        run(PATIENCE, STUBBORN);
        long asked = answer("leased");
        awaitLine("lines");

        folder.answer(0, asked + " " + (NODE.now().plus(AHEAD).toMillis() / 10 + 1) + " first free .\n");
        Files.delete(lease());

        awaitStill(end, "lines");
    }

    @Test
    void asksAnewWhereTheAgentHasAnotherClock() throws Exception {
        Duration end = lease(4, 1);
        run(PATIENCE, STUBBORN);
        long asked = answer("leased");
        awaitLine("lines");

        Duration other = Duration.ofDays(1);
        lease(3_600, 1, "second", other);
        answer(asked, "leased", "second", other);

        awaitStill(end, "lines");
    }
}
