package io.isobar.standalone.command;

import io.isobar.standalone.engine.PostgresServer;
import io.isobar.standalone.process.Memory;
import io.isobar.standalone.supervisor.Condition;
import io.isobar.standalone.supervisor.FederationState;
import io.isobar.standalone.supervisor.Home;
import io.isobar.standalone.supervisor.PartRecord;
import io.isobar.standalone.supervisor.PartState;
import io.isobar.standalone.supervisor.Phase;
import io.isobar.standalone.supervisor.StateFile;
import io.isobar.standalone.supervisor.Supervisor;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** status and footprint. */
final class StatusCommand {
    private static final double MIB = 1024.0 * 1024;

    private final Home home;
    private final PrintStream out;

    StatusCommand(Home home, PrintStream out) {
        this.home = home;
        this.out = out;
    }

    /** 0 when everything serves, else 1. */
    int status() {
        Optional<FederationState> state = StateFile.read(home.state());
        boolean supervised = supervised();
        if (state.isEmpty() || (!supervised && PartRecord.all(home).isEmpty())) {
            out.println("Isobar does not run in " + home.root() + "; start it with make up.");
            return 1;
        }
        FederationState now = state.get();
        out.println("Isobar in " + home.root() + ": "
                + (supervised
                        ? now.phase().name().toLowerCase(Locale.ROOT)
                        : "the supervisor (process " + now.supervisorPid() + ") is gone, nothing that dies comes back;"
                                + " make up takes over, make down stops the rest"));
        out.printf("%-12s %-9s %8s %8s %9s %9s  %s%n", "PART", "STATE", "PID", "FOR", "MEMORY", "RESTARTS", "ADDRESS");
        now.parts().forEach(part -> line(part, supervised));
        return supervised
                        && now.phase() == Phase.READY
                        && now.parts().stream().allMatch(part -> part.condition() == Condition.READY)
                ? 0
                : 1;
    }

    /** Resident memory, part by part. */
    int footprint() {
        Optional<FederationState> state = StateFile.read(home.state());
        if (state.isEmpty() || PartRecord.all(home).isEmpty()) {
            out.println("Isobar does not run in " + home.root() + "; start it with make up.");
            return 1;
        }
        Memory total = new Memory(0, 0);
        out.printf("%-12s %10s %10s%n", "PART", "PSS MiB", "RSS MiB");
        for (PartState part : state.get().parts()) {
            if (part.pid() > 0) {
                Memory memory = memoryOf(part);
                memoryLine(part.name(), memory);
                total = total.plus(memory);
            }
        }
        if (supervised()) {
            Memory own = Memory.ofProcess(state.get().supervisorPid());
            memoryLine(Supervisor.NAME, own);
            total = total.plus(own);
        }
        memoryLine("total", total);
        out.println("PSS counts a page shared by n processes as one n-th in each, so it adds up; RSS counts it n times"
                + " (PostgreSQL's shared buffers).");
        return 0;
    }

    private void line(PartState part, boolean supervised) {
        boolean lives = PartRecord.read(home, part.name())
                .filter(record -> record.id().alive())
                .isPresent();
        String condition = supervised || lives ? part.condition().name().toLowerCase(Locale.ROOT) : "gone";
        String memory = lives ? "%.0f MiB".formatted(memoryOf(part).proportionalBytes() / MIB) : "-";
        out.printf(
                "%-12s %-9s %8s %8s %9s %9d  %s%n",
                part.name(),
                condition.replace('_', ' '),
                lives ? part.pid() : "-",
                span(Duration.ofMillis(System.currentTimeMillis() - part.sinceMs())),
                memory,
                part.restarts(),
                part.address());
        if (!part.note().isEmpty()) {
            part.note().lines().forEach(text -> out.println("             last end: " + text));
        }
    }

    /** PostgreSQL is a family of processes; the children of an agent are the workloads, which are not ours to count. */
    private static Memory memoryOf(PartState part) {
        return part.name().equals(PostgresServer.NAME) ? Memory.ofTree(part.pid()) : Memory.ofProcess(part.pid());
    }

    private void memoryLine(String name, Memory memory) {
        out.printf("%-12s %10.1f %10.1f%n", name, memory.proportionalBytes() / MIB, memory.residentBytes() / MIB);
    }

    private boolean supervised() {
        return PartRecord.read(home, Supervisor.NAME)
                .filter(record -> record.id().alive())
                .isPresent();
    }

    private static String span(Duration duration) {
        if (duration.toHours() > 0) {
            return duration.toHours() + "h" + duration.toMinutesPart() + "m";
        }
        return duration.toMinutes() > 0
                ? duration.toMinutes() + "m" + duration.toSecondsPart() + "s"
                : duration.toSeconds() + "s";
    }
}
