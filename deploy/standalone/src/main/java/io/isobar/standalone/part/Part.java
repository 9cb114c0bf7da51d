package io.isobar.standalone.part;

import io.isobar.standalone.process.Launch;
import io.isobar.standalone.process.ProcessId;
import io.isobar.standalone.process.Signal;
import java.nio.file.Path;
import java.time.Duration;

/** One supervised process: an engine, the broker or an agent. Used by one thread at a time. */
public interface Part {
    /** Lower-case, unique in a federation: "postgres", "kafka", "broker" or the name of an agent. */
    String name();

    /** Where it serves and what it is, for people: "127.0.0.1:9090 (gRPC)". */
    String address();

    Path log();

    /**
     * Finds what would make a start fail, before any part has been started.
     *
     * @throws PartFailure when it could not start as things are
     */
    default void check() {}

    /**
     * Does what must be done before a start (data folder, configuration, ports) and says how to start. Called before
     * every start, so it must find its own earlier work and leave it alone.
     *
     * @throws PartFailure when it cannot be started as things are
     */
    Launch prepare() throws InterruptedException;

    /** Whether the process serves now. Called again and again until it does; answers within a second or two. */
    boolean ready(ProcessId process);

    /** Why it is not ready, as far as it says so itself; may be empty. Asked when the time is over. */
    default String whyNotReady() {
        return "";
    }

    /** How long a start may take on a slow machine. */
    Duration readyWithin();

    Signal stopSignal();

    /** How long a stop may take before it is killed. */
    Duration stopsWithin();
}
