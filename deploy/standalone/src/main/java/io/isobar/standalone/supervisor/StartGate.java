package io.isobar.standalone.supervisor;

import io.isobar.standalone.part.Part;
import io.isobar.standalone.process.Launch;
import io.isobar.standalone.process.RunningProcess;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The one door through which processes start. Once closed, none starts any more: what runs then is on record. */
final class StartGate {
    private static final List<String> HIDDEN = List.of("ISOBAR_", "QUARKUS_", "SMALLRYE_", "KAFKA_", "PG");

    private final Home home;
    private boolean closed;

    StartGate(Home home) {
        this.home = home;
    }

    /** Starts it and records it in one step. */
    synchronized RunningProcess start(Part part, Stage stage, Launch launch) throws InterruptedException {
        if (closed) {
            throw new InterruptedException("everything is being stopped");
        }
        Map<String, String> environment = new TreeMap<>(launch.environment());
        environment.put(Home.MARKER, home.root().toString());
        RunningProcess running =
                new Launch(launch.command(), environment, launch.folder(), launch.log()).start(StartGate::inherited);
        PartRecord.of(part, stage, running.id()).write(home);
        return running;
    }

    /** What is set in the user's shell, for the command line say, must not reconfigure a broker or an agent. */
    private static boolean inherited(String name) {
        return HIDDEN.stream().noneMatch(name::startsWith);
    }

    synchronized void close() {
        closed = true;
    }

    synchronized boolean isClosed() {
        return closed;
    }
}
