package io.isobar.standalone.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.standalone.part.Part;
import io.isobar.standalone.process.Launch;
import io.isobar.standalone.process.ProcessId;
import io.isobar.standalone.process.Signal;
import io.isobar.standalone.supervisor.Supervisor.Staged;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorIT {
    @TempDir
    Path folder;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private Home home = new Home(Path.of("unset"));

    @BeforeEach
    void makeHome() {
        home = new Home(folder.resolve("home"));
        home.create();
    }

    @AfterEach
    void leaveNoProcess() throws InterruptedException {
        new Teardown(home, line -> {}).stopAll();
    }

    @Test
    void startsStageByStageAndStopsAll() throws InterruptedException {
        Supervisor supervisor =
                supervisor(new ShellPart("engine", folder, "sleep 60"), new ShellPart("agent", folder, "sleep 60"));
        supervisor.start();
        FederationState state = supervisor.state();
        assertThat(state.phase()).isEqualTo(Phase.READY);
        assertThat(StateFile.read(home.state())).contains(state);
        List<Long> pids = state.parts().stream().map(PartState::pid).toList();
        assertThat(pids).allMatch(pid -> ProcessId.of(pid).isPresent());

        supervisor.stop();
        assertThat(pids).allMatch(pid -> ProcessId.of(pid).isEmpty());
        assertThat(supervisor.state().phase()).isEqualTo(Phase.STOPPED);
        assertThat(PartRecord.all(home)).isEmpty();
    }

    @Test
    void bringsAKilledPartBackAndNoOther() throws InterruptedException {
        Supervisor supervisor =
                supervisor(new ShellPart("engine", folder, "sleep 60"), new ShellPart("agent", folder, "sleep 60"));
        supervisor.start();
        long engine = pid(supervisor, "engine");
        long agent = pid(supervisor, "agent");
        ProcessId.of(engine).orElseThrow().signal(Signal.KILL);
        Awaitility.await()
                .until(() -> part(supervisor, "engine").restarts() == 1
                        && part(supervisor, "engine").condition() == Condition.READY);
        assertThat(pid(supervisor, "engine")).isNotEqualTo(engine);
        assertThat(pid(supervisor, "agent")).isEqualTo(agent);
        assertThat(told).anyMatch(line -> line.contains("signal 9"));
        supervisor.stop();
    }

    @Test
    void restartsOnRequest() throws InterruptedException, IOException {
        Supervisor supervisor =
                supervisor(new ShellPart("engine", folder, "sleep 60"), new ShellPart("agent", folder, "sleep 60"));
        supervisor.start();
        long before = pid(supervisor, "engine");
        Files.writeString(home.restartRequest("engine"), "");
        Awaitility.await()
                .until(() -> part(supervisor, "engine").condition() == Condition.READY
                        && pid(supervisor, "engine") != before);
        assertThat(home.restartRequest("engine")).doesNotExist();
        supervisor.stop();
    }

    @Test
    void failsWithTheLogOfThePartThatCannotStart() throws InterruptedException {
        Supervisor supervisor = supervisor(
                new ShellPart("engine", folder, "sleep 60"),
                new ShellPart("agent", folder, "echo no such region; exit 3"));
        supervisor.start();
        assertThat(supervisor.state().phase()).isEqualTo(Phase.FAILED);
        assertThat(supervisor.state().failure())
                .contains("agent ended while starting (exit code 3)")
                .contains("no such region");
        supervisor.stop();
        assertThat(PartRecord.all(home)).isEmpty();
    }

    @Test
    void stopsInTheMiddleOfAStart() throws InterruptedException {
        Supervisor supervisor = supervisor(
                new ShellPart("engine", folder, "sleep 60"),
                new NeverReady(new ShellPart("agent", folder, "sleep 60")));
        Thread starter = Thread.ofVirtual().start(() -> start(supervisor));
        Awaitility.await().until(() -> part(supervisor, "agent").pid() > 0);
        long agent = pid(supervisor, "agent");
        supervisor.stop();
        assertThat(ProcessId.of(agent)).isEmpty();
        starter.interrupt();
        starter.join();
    }

    @Test
    void clearsAwayWhatADeadSupervisorLeft() throws InterruptedException {
        ShellPart engine = new ShellPart("engine", folder, "sleep 60");
        ProcessId left = engine.prepare().start().id();
        PartRecord.of(engine, Stage.ENGINES, left).write(home);

        Supervisor.takeOver(home, told::add);
        assertThat(left.alive()).isFalse();
        Supervisor supervisor = supervisor(engine, new ShellPart("agent", folder, "sleep 60"));
        supervisor.start();
        assertThat(supervisor.state().phase()).isEqualTo(Phase.READY);
        supervisor.stop();
    }

    private Supervisor supervisor(Part engine, Part agent) {
        Clock clock = Clock.systemUTC();
        List<Staged> parts = List.of(new Staged(engine, Stage.ENGINES), new Staged(agent, Stage.AGENTS));
        FederationState initial = new FederationState(
                Phase.STARTING,
                ProcessHandle.current().pid(),
                clock.millis(),
                0,
                "",
                "",
                "",
                parts.stream()
                        .map(staged -> PartState.waiting(staged.part().name(), "", clock.millis()))
                        .toList());
        return new Supervisor(home, parts, initial, clock, new Random(7), told::add);
    }

    private static void start(Supervisor supervisor) {
        try {
            supervisor.start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static PartState part(Supervisor supervisor, String name) {
        return supervisor.state().parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static long pid(Supervisor supervisor, String name) {
        return part(supervisor, name).pid();
    }

    /** Started, but never serving. */
    private record NeverReady(Part part) implements Part {
        @Override
        public String name() {
            return part.name();
        }

        @Override
        public String address() {
            return part.address();
        }

        @Override
        public Path log() {
            return part.log();
        }

        @Override
        public Launch prepare() throws InterruptedException {
            return part.prepare();
        }

        @Override
        public boolean ready(ProcessId process) {
            return false;
        }

        @Override
        public Duration readyWithin() {
            return part.readyWithin();
        }

        @Override
        public Signal stopSignal() {
            return part.stopSignal();
        }

        @Override
        public Duration stopsWithin() {
            return part.stopsWithin();
        }
    }
}
