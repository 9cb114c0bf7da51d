package io.isobar.standalone.supervisor;

import io.isobar.standalone.process.ProcessId;
import io.isobar.standalone.process.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Stops what the records name. Used by the supervisor, by whoever finds that a supervisor died, and by {@code down}
 * after both: it may run again and again.
 */
public final class Teardown {
    private final Home home;
    private final Consumer<String> tell;

    public Teardown(Home home, Consumer<String> tell) {
        this.home = home;
        this.tell = tell;
    }

    /** Everything: broker and agents, then the work they left, then the engines. */
    public void stopAll() throws InterruptedException {
        stopServices();
        int work = new WorkSweep(home).endWork();
        if (work > 0) {
            tell.accept("ended " + work + " process" + (work == 1 ? "" : "es") + " of running workloads");
        }
        stop(parts(Stage.ENGINES));
        int strays = new WorkSweep(home).endStrayParts();
        if (strays > 0) {
            tell.accept("ended " + strays + " process(es) that no record named");
        }
    }

    /** What a dead supervisor left, without the work: its agents find that again. */
    public void stopParts() throws InterruptedException {
        stopServices();
        stop(parts(Stage.ENGINES));
    }

    private void stopServices() throws InterruptedException {
        List<PartRecord> services = new ArrayList<>(parts(Stage.BROKER));
        services.addAll(parts(Stage.AGENTS));
        stop(services);
    }

    private List<PartRecord> parts(Stage stage) {
        return PartRecord.all(home).stream()
                .filter(part -> part.stage() == stage)
                .toList();
    }

    /** All at once, each with its own grace. */
    private void stop(List<PartRecord> parts) throws InterruptedException {
        long begun = System.nanoTime();
        Map<PartRecord, ProcessId> running = parts.stream()
                .filter(part -> part.id().alive())
                .collect(Collectors.toMap(part -> part, PartRecord::id));
        running.forEach((part, id) -> id.signal(part.signal()));
        for (Map.Entry<PartRecord, ProcessId> entry : running.entrySet()) {
            PartRecord part = entry.getKey();
            Duration spent = Duration.ofNanos(System.nanoTime() - begun);
            if (entry.getValue().awaitEnd(part.grace().minus(spent))) {
                tell.accept("%-12s stopped".formatted(part.name()));
            } else {
                entry.getValue().signal(Signal.KILL);
                entry.getValue().awaitEnd(part.grace());
                tell.accept("%-12s killed: it did not stop within %d s"
                        .formatted(part.name(), part.grace().toSeconds()));
            }
        }
        parts.forEach(part -> part.delete(home));
    }
}
