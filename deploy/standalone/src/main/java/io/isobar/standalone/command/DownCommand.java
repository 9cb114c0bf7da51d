package io.isobar.standalone.command;

import io.isobar.standalone.process.Signal;
import io.isobar.standalone.supervisor.Home;
import io.isobar.standalone.supervisor.PartRecord;
import io.isobar.standalone.supervisor.Stage;
import io.isobar.standalone.supervisor.Supervisor;
import io.isobar.standalone.supervisor.Teardown;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Stops everything, whatever state it is in; doing it again does no harm. */
final class DownCommand {
    private static final Duration AT_MOST = Duration.ofSeconds(110);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Home home;
    private final PrintStream out;

    DownCommand(Home home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    int down() throws InterruptedException {
        long begun = System.nanoTime();
        boolean ran = !running().isEmpty();
        var supervisor = PartRecord.read(home, Supervisor.NAME)
                .filter(record -> record.id().alive());
        if (supervisor.isPresent()) {
            ran = true;
            supervisor.get().id().signal(Signal.TERM);
            follow(supervisor.get());
        }
        new Teardown(home, line -> out.println("  " + line)).stopAll();
        double seconds = Duration.ofNanos(System.nanoTime() - begun).toMillis() / 1000.0;
        out.println(
                ran
                        ? "Stopped in %.1f s; the data are kept in %s.".formatted(seconds, home.root())
                        : "Nothing runs in " + home.root() + ".");
        return 0;
    }

    /** Shows what the supervisor stops, by the records that it removes. */
    private void follow(PartRecord supervisor) throws InterruptedException {
        Set<String> left = running();
        long deadline = System.nanoTime() + AT_MOST.toNanos();
        while (supervisor.id().alive()) {
            Set<String> now = running();
            left.stream().filter(name -> !now.contains(name)).forEach(name -> out.println("  " + name + " stopped"));
            left = now;
            if (System.nanoTime() - deadline >= 0) {
                out.println("  the supervisor does not end; it is killed and its work done here");
                supervisor.id().stop(Signal.KILL, POLL);
            }
            Thread.sleep(POLL);
        }
        left.forEach(name -> out.println("  " + name + " stopped"));
    }

    private Set<String> running() {
        return PartRecord.all(home).stream()
                .filter(record ->
                        record.stage() != Stage.SUPERVISOR && record.id().alive())
                .map(PartRecord::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
