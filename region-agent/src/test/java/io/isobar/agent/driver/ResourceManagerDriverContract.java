package io.isobar.agent.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isobar.agent.admission.AdmissionBook;
import io.isobar.agent.admission.AdmissionDecision;
import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.driver.DriverSite.Behaviour;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.Inventory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every driver does, whatever stands behind it. Each driver's own test class runs it unchanged. */
public abstract class ResourceManagerDriverContract {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    private final RecordedEvents events = new RecordedEvents();
    private DriverSite site;
    private ResourceManagerDriver driver;
    private int number;

    protected abstract DriverSite site(Path emptyFolder) throws IOException;

    @BeforeEach
    void open() throws IOException {
        site = site(folder);
        driver = site.open();
        driver.start(List.of(), events);
    }

    @AfterEach
    void close() {
        events.all().stream()
                .filter(WorkEvent.Running.class::isInstance)
                .map(event -> ((WorkEvent.Running) event).id())
                .filter(id -> events.ends(id).isEmpty())
                .forEach(id -> {
                    driver.stop(id, Duration.ZERO);
                    eventually(() -> !events.ends(id).isEmpty());
                });
        driver.close();
        site.close();
    }

    private void eventually(Callable<Boolean> condition) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(() -> {
            site.passTime();
            return condition.call();
        });
    }

    private Work work(Behaviour behaviour) {
        return work(behaviour, 1);
    }

    private Work work(Behaviour behaviour, int replicas) {
        number++;
        AttemptId id = new AttemptId("w-" + number + "-1");
        LaunchOrder order = site.order(new AttemptKey(id, id.workload(), 1), "job", behaviour, replicas);
        AdmissionBook book = new AdmissionBook(0);
        book.look(driver.discover());
        AdmissionDecision decision = book.admit(id, order.demand());
        assertThat(decision).isInstanceOf(AdmissionDecision.Admitted.class);
        return new Work(order, ((AdmissionDecision.Admitted) decision).placement());
    }

    private Work running(Behaviour behaviour) {
        Work work = work(behaviour);
        driver.launch(work);
        eventually(() -> events.running(work.id()) == 1);
        return work;
    }

    private void restart(KnownWork... known) {
        driver.close();
        driver = site.open();
        driver.start(List.of(known), events);
    }

    @Test
    void discoversPoolsWithUsableNodes() {
        Inventory inventory = driver.discover();

        assertThat(inventory.pools()).isNotEmpty();
        assertThat(inventory.nodes()).isNotEmpty().allMatch(node -> node.usable());
        assertThat(inventory.nodes())
                .allSatisfy(node -> assertThat(node.total().millicpus()).isPositive());
    }

    @Test
    void runsWorkAndTellsItsEnd() {
        Work work = work(Behaviour.SUCCEED_SOON);

        driver.launch(work);

        eventually(() -> events.end(work.id()).isPresent());
        assertThat(events.running(work.id())).isEqualTo(1);
        WorkEnd end = events.end(work.id()).orElseThrow();
        assertThat(end.reason()).isEqualTo(Reason.EXIT_ZERO);
        assertThat(end.exitCode()).isZero();
    }

    @Test
    void tellsTheExitCodeOfWorkThatFails() {
        Work work = work(Behaviour.FAIL_WITH_7);

        driver.launch(work);

        eventually(() -> events.end(work.id()).isPresent());
        WorkEnd end = events.end(work.id()).orElseThrow();
        assertThat(end.reason()).isEqualTo(Reason.EXIT_NON_ZERO);
        assertThat(end.exitCode()).isEqualTo(7);
    }

    @Test
    void tellsWhyWorkCannotBeLaunched() {
        Work work = work(Behaviour.CANNOT_LAUNCH);

        driver.launch(work);

        eventually(() -> events.end(work.id()).isPresent());
        WorkEnd end = events.end(work.id()).orElseThrow();
        assertThat(end.reason()).isEqualTo(Reason.LAUNCH_FAILED);
        assertThat(end.exitCode()).isNull();
        assertThat(end.message()).isNotBlank();
        assertThat(events.running(work.id())).isZero();
    }

    @Test
    void startsWorkOnceThoughToldTwice() {
        Work work = work(Behaviour.SUCCEED_SOON);

        driver.launch(work);
        driver.launch(work);

        eventually(() -> events.end(work.id()).isPresent());
        driver.launch(work);
        assertThat(events.running(work.id())).isEqualTo(1);
        assertThat(events.ends(work.id())).hasSize(1);
    }

    @Test
    void runsAllReplicasAndEndsOnce() {
        Work work = work(Behaviour.SUCCEED_SOON, 2);

        driver.launch(work);

        eventually(() -> events.end(work.id()).isPresent());
        assertThat(events.running(work.id())).isEqualTo(1);
        assertThat(events.ends(work.id())).hasSize(1);
    }

    @Test
    void stopsWorkThatRuns() {
        Work work = running(Behaviour.RUN_LONG);

        driver.stop(work.id(), Duration.ofSeconds(5));

        eventually(() -> events.end(work.id()).isPresent());
        assertThat(events.ends(work.id())).hasSize(1);
        assertThat(events.end(work.id()).orElseThrow().exitCode()).isEqualTo(143);
    }

    @Test
    void stopOfUnknownWorkDoesNothing() {
        driver.stop(new AttemptId("w-unknown-1"), Duration.ZERO);

        assertThat(events.all()).isEmpty();
    }

    @Test
    void findsItsRunningWorkAgainAfterARestart() {
        Work work = running(Behaviour.RUN_SHORT);

        restart(new KnownWork(work, Instant.EPOCH.plusSeconds(1), null));

        // It is told of as running at most once more, and it ends once.
        eventually(() -> events.end(work.id()).isPresent());
        assertThat(events.ends(work.id())).hasSize(1);
        assertThat(events.end(work.id()).orElseThrow().reason()).isEqualTo(Reason.EXIT_ZERO);
    }

    @Test
    void stopsWorkThatItAdopted() {
        Work work = running(Behaviour.RUN_LONG);
        restart(new KnownWork(work, startOf(work), null));

        driver.stop(work.id(), Duration.ofSeconds(5));

        eventually(() -> events.end(work.id()).isPresent());
        assertThat(events.ends(work.id())).hasSize(1);
    }

    @Test
    void startsWhatWasWrittenDownButNeverStarted() {
        Work work = work(Behaviour.SUCCEED_SOON);

        restart(new KnownWork(work, null, null));

        eventually(() -> events.end(work.id()).isPresent());
        assertThat(events.running(work.id())).isEqualTo(1);
        assertThat(events.end(work.id()).orElseThrow().reason()).isEqualTo(Reason.EXIT_ZERO);
    }

    @Test
    void keepsTheOutputOfEndedWorkOverARestart() throws IOException {
        Work work = work(Behaviour.SUCCEED_SOON);
        driver.launch(work);
        eventually(() -> events.end(work.id()).isPresent());
        Instant endedAt = events.end(work.id()).orElseThrow().at();

        restart(new KnownWork(work, startOf(work), endedAt));

        WorkOutput output = driver.output(work.id()).orElseThrow();
        assertThat(output.complete()).isTrue();
        byte[] buffer = new byte[1 << 16];
        int length = output.read(0, OutputStreamKind.STDOUT, 0, buffer);
        assertThat(new String(buffer, 0, length, StandardCharsets.UTF_8))
                .contains(work.id().value());
        assertThat(output.read(0, OutputStreamKind.STDOUT, length, buffer)).isZero();
    }

    @Test
    void keepsTheOutputOfWhatIsForgotten() throws IOException {
        Work work = work(Behaviour.SUCCEED_SOON);
        driver.launch(work);
        eventually(() -> events.end(work.id()).isPresent());

        driver.forget(work.id());

        WorkOutput output = driver.output(work.id()).orElseThrow();
        assertThat(output.complete()).isTrue();
        assertThat(output.read(0, OutputStreamKind.STDOUT, 0, new byte[1 << 16]))
                .isPositive();
    }

    @Test
    void doesNotForgetWorkThatRuns() {
        Work work = running(Behaviour.RUN_LONG);

        driver.forget(work.id());

        assertThat(driver.output(work.id())).isPresent();
    }

    @Test
    void leavesForeignWorkOfTheSameNameAlone() throws IOException {
        try (DriverSite.Foreign foreign = site.startForeign("job")) {
            Work work = running(Behaviour.RUN_LONG);
            driver.stop(work.id(), Duration.ZERO);
            eventually(() -> events.end(work.id()).isPresent());
            driver.forget(work.id());

            restart();

            assertThat(foreign.runs()).isTrue();
        }
    }

    private Instant startOf(Work work) {
        return events.all().stream()
                .filter(event -> event instanceof WorkEvent.Running running
                        && running.id().equals(work.id()))
                .map(event -> ((WorkEvent.Running) event).at())
                .findFirst()
                .orElseThrow();
    }
}
