package io.isobar.standalone.command;

import io.isobar.standalone.federation.Federation;
import io.isobar.standalone.federation.FederationFile;
import io.isobar.standalone.federation.LaunchSettings;
import io.isobar.standalone.part.PartFailure;
import io.isobar.standalone.process.Launch;
import io.isobar.standalone.process.RunningProcess;
import io.isobar.standalone.supervisor.FederationState;
import io.isobar.standalone.supervisor.Home;
import io.isobar.standalone.supervisor.HomeLock;
import io.isobar.standalone.supervisor.PartRecord;
import io.isobar.standalone.supervisor.PartState;
import io.isobar.standalone.supervisor.Phase;
import io.isobar.standalone.supervisor.StateFile;
import io.isobar.standalone.supervisor.Supervisor;
import io.isobar.standalone.supervisor.Supervisor.Staged;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** up and run. */
final class StartCommand {
    /** How up calls its own program again for the process that stays. */
    static final String SUPERVISE = "supervise";

    private static final Duration STOPS_WITHIN = Duration.ofSeconds(110);

    private final Installation installation;
    private final Home home;
    private final Arguments arguments;
    private final PrintStream out;

    StartCommand(Installation installation, Arguments arguments, PrintStream out) {
        this.installation = installation;
        this.home = installation.home();
        this.arguments = arguments;
        this.out = out;
    }

    /** Starts a supervisor in the background and waits until all parts serve. */
    int up(List<String> words) throws InterruptedException {
        Federation federation = federation();
        home.create();
        Optional<PartRecord> running = PartRecord.read(home, Supervisor.NAME)
                .filter(supervisor -> supervisor.id().alive());
        if (running.isPresent()) {
            out.println("Isobar already runs in " + home.root() + ".");
            Optional<FederationState> now = StateFile.read(home.state()).filter(state -> state.phase() == Phase.READY);
            if (now.isPresent()) {
                return outcome(now);
            }
            return outcome(new ProgressPrinter(out)
                    .follow(() -> StateFile.read(home.state()), running.get().id()::alive));
        }
        out.println("Starting Isobar in " + home.root() + ": " + summary(federation));
        deleteFormerState();
        BackgroundStart start = new BackgroundStart(out, STOPS_WITHIN);
        Optional<RunningProcess> started = start.start(
                new Launch(ownCommand(words), Map.of(), installation.repository(), home.log(Supervisor.NAME)));
        if (started.isEmpty()) {
            return 1;
        }
        RunningProcess supervisor = started.get();
        Optional<FederationState> state =
                new ProgressPrinter(out).follow(() -> StateFile.read(home.state()), supervisor.process()::isAlive);
        boolean ready = state.filter(now -> now.phase() == Phase.READY).isPresent();
        if (!ready) {
            supervisor.awaitEnd(STOPS_WITHIN);
        }
        start.over();
        if (PartRecord.read(home, Supervisor.NAME)
                .filter(record -> record.id().alive()
                        && record.id().pid() != supervisor.process().pid())
                .isPresent()) {
            out.println("Somebody else started Isobar in " + home.root() + " at the same time; see make status.");
            return 1;
        }
        return outcome(state);
    }

    /** Is the supervisor, attached to the terminal or to the log that up gave it. */
    int run() throws InterruptedException {
        Federation federation = federation();
        home.create();
        HomeLock lock = HomeLock.take(home);
        out.println("Starting Isobar in " + home.root() + ": " + summary(federation));
        Clock clock = Clock.systemUTC();
        Consumer<String> tell = line -> out.println(clock.instant().truncatedTo(ChronoUnit.MILLIS) + " " + line);
        Supervisor.takeOver(home, tell);
        LaunchSettings launch = PortChoice.settle(federation.launch(), home.ports());
        PartList list = new PartList(installation, federation, launch);
        List<Staged> parts = arguments.enginesOnly() ? list.engines() : list.all();
        Supervisor supervisor =
                new Supervisor(home, parts, initial(parts, launch, clock), clock, RandomGenerator.getDefault(), tell);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(supervisor, lock), "stop"));
        Thread starter = Thread.ofPlatform().name("start").start(() -> start(supervisor));
        Optional<FederationState> state =
                new ProgressPrinter(out).follow(() -> Optional.of(supervisor.state()), starter::isAlive);
        int code = outcome(state);
        if (code == 0) {
            supervisor.keepHouse();
        }
        return code;
    }

    private Federation federation() {
        return FederationFile.read(
                arguments.federation().orElseGet(installation::defaultFederation),
                arguments.ports(),
                arguments.brokers());
    }

    private int outcome(Optional<FederationState> state) {
        Phase phase = state.map(FederationState::phase).orElse(Phase.FAILED);
        switch (phase) {
            case READY -> {
                out.print(NextSteps.of(state.orElseThrow(), home, installation.repository(), arguments.enginesOnly()));
                return 0;
            }
            case STARTING, FAILED ->
                out.println("Isobar could not start: "
                        + state.map(FederationState::failure)
                                .filter(failure -> !failure.isEmpty())
                                .orElse("the supervisor ended; see " + home.log(Supervisor.NAME))
                        + "\nEverything has been stopped; the data are kept.");
            case STOPPING, STOPPED -> out.println("Isobar was stopped while it started.");
        }
        return 1;
    }

    private String summary(Federation federation) {
        if (arguments.enginesOnly()) {
            return "PostgreSQL and Kafka";
        }
        int regions = federation.agents().stream()
                .mapToInt(agent -> agent.regions().size())
                .sum();
        int brokers = federation.launch().brokers();
        return "PostgreSQL, Kafka, " + (brokers == 1 ? "the broker, " : brokers + " brokers, ")
                + federation.agents().size() + " agents with " + regions + " regions";
    }

    private static FederationState initial(List<Staged> parts, LaunchSettings launch, Clock clock) {
        List<PartState> states = parts.stream()
                .map(staged ->
                        PartState.waiting(staged.part().name(), staged.part().address(), clock.millis()))
                .toList();
        return new FederationState(
                Phase.STARTING,
                ProcessHandle.current().pid(),
                clock.millis(),
                0,
                "",
                "http://127.0.0.1:" + launch.port(LaunchSettings.HTTP),
                PartList.brokers(launch),
                states);
    }

    /** The same JVM options, the same words, another command. */
    private List<String> ownCommand(List<String> words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", ownLibraries() + "/*", "io.isobar.standalone.Main"));
        words.forEach(word -> command.add(word.equals("up") ? SUPERVISE : word));
        return command;
    }

    /** A copy: a build that replaces the launcher must not pull the classes away from the supervisor that runs. */
    private Path ownLibraries() {
        Path copy = home.run().resolve("lib");
        try (DirectoryStream<Path> jars =
                Files.newDirectoryStream(installation.dist().folder().resolve("lib"), "*.jar")) {
            Files.createDirectories(copy);
            for (Path jar : jars) {
                Files.copy(jar, copy.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy the launcher to " + copy, e);
        }
    }

    private void deleteFormerState() {
        try {
            Files.deleteIfExists(home.state());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + home.state(), e);
        }
    }

    private static void start(Supervisor supervisor) {
        try {
            supervisor.start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void stop(Supervisor supervisor, HomeLock lock) {
        try (lock) {
            supervisor.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new PartFailure("cannot release the lock of the data folder", e);
        }
    }
}
