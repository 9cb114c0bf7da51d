package io.isobar.standalone.command;

import io.isobar.standalone.process.Signal;
import io.isobar.standalone.supervisor.Condition;
import io.isobar.standalone.supervisor.FederationState;
import io.isobar.standalone.supervisor.Home;
import io.isobar.standalone.supervisor.PartRecord;
import io.isobar.standalone.supervisor.PartState;
import io.isobar.standalone.supervisor.StateFile;
import io.isobar.standalone.supervisor.Supervisor;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** restart PART and kill PART. */
final class PartCommand {
    private static final Duration AT_MOST = Duration.ofSeconds(150);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration GONE_WITHIN = Duration.ofSeconds(5);

    private final Home home;
    private final String name;
    private final PrintStream out;

    PartCommand(Home home, String name, PrintStream out) {
        this.home = home;
        this.name = name;
        this.out = out;
    }

    /** Returns when the part serves again. */
    int restart() throws InterruptedException {
        boolean supervised = PartRecord.read(home, Supervisor.NAME)
                .filter(record -> record.id().alive())
                .isPresent();
        if (!supervised) {
            out.println("Isobar does not run in " + home.root() + "; start it with make up.");
            return 1;
        }
        PartState before = part().orElseThrow(this::unknown);
        request();
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < AT_MOST.toNanos()) {
            PartState now = part().orElse(before);
            if (now.condition() == Condition.READY && now.pid() != before.pid()) {
                out.printf(
                        "%s restarted in %.1f s: process %d took the place of %d.%n",
                        name, (System.nanoTime() - begun) / 1e9, now.pid(), before.pid());
                return 0;
            }
            Thread.sleep(POLL);
        }
        out.println(name + " was not ready again within " + AT_MOST.toSeconds() + " s; see make status and "
                + home.log(name));
        return 1;
    }

    int kill() throws InterruptedException {
        PartState part = part().orElseThrow(this::unknown);
        Optional<PartRecord> record =
                PartRecord.read(home, name).filter(found -> found.id().alive());
        if (record.isEmpty()) {
            out.println(name + " does not run now (" + part.condition() + ").");
            return 1;
        }
        record.get().id().stop(Signal.KILL, GONE_WITHIN);
        out.println(name + " (process " + record.get().id().pid()
                + ") was killed; the supervisor starts it again: make status");
        return 0;
    }

    private Optional<PartState> part() {
        return parts().stream().filter(part -> part.name().equals(name)).findFirst();
    }

    private List<PartState> parts() {
        return StateFile.read(home.state()).map(FederationState::parts).orElse(List.of());
    }

    private UsageException unknown() {
        List<String> known = parts().stream().map(PartState::name).toList();
        return new UsageException(
                known.isEmpty()
                        ? "no federation has been started in " + home.root()
                        : "there is no part '" + name + "'; there are " + String.join(", ", known));
    }

    private void request() {
        try {
            Files.writeString(home.restartRequest(name), "");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot ask for the restart of " + name, e);
        }
    }
}
