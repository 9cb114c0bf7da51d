package io.isobar.standalone.supervisor;

import io.isobar.standalone.process.ProcessId;
import io.isobar.standalone.process.ProcessTable;
import io.isobar.standalone.process.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Ends the processes that the regions' workloads run as. An agent marks them in their environment, which their own
 * children inherit; that also finds those whose agent is dead or no longer in the federation file.
 */
final class WorkSweep {
    /** Set by the agent's process driver to its state folder. */
    static final String WORK_MARKER = "ISOBAR_STATE_FOLDER";

    static final Duration GRACE = Duration.ofSeconds(3);
    private static final int ROUNDS = 5;

    private final Home home;

    WorkSweep(Home home) {
        this.home = home;
    }

    /** How many processes of workloads were there. */
    int endWork() throws InterruptedException {
        return end(() -> ProcessTable.withEnvironment(WORK_MARKER, within(home.agents())));
    }

    /** Ends parts that no record names. How many there were. */
    int endStrayParts() throws InterruptedException {
        return end(() -> ProcessTable.withEnvironment(
                Home.MARKER, value -> value.equals(home.root().toString())));
    }

    private static int end(Supplier<List<ProcessId>> look) throws InterruptedException {
        Set<ProcessId> seen = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            List<ProcessId> found = look.get();
            if (found.isEmpty()) {
                break;
            }
            // A process that forks while it is looked for is found in the next round.
            Signal signal = round == 0 ? Signal.TERM : Signal.KILL;
            found.forEach(process -> process.signal(signal));
            seen.addAll(found);
            long deadline = System.nanoTime() + GRACE.toNanos();
            for (ProcessId process : found) {
                process.awaitEnd(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            }
        }
        return seen.size();
    }

    private static Predicate<String> within(Path folder) {
        return value -> Path.of(value).normalize().startsWith(folder);
    }
}
