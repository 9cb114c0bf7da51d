package io.isobar.standalone.part;

import io.isobar.standalone.process.ProcessId;
import io.isobar.standalone.process.RunningProcess;
import io.isobar.standalone.process.Signal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A part that belongs to this JVM alone and ends with it: what tests start. The launcher supervises instead. */
public final class OwnedPart implements AutoCloseable {
    private static final Duration AFTER_KILL = Duration.ofSeconds(10);

    private final Part part;
    private final Thread onExit = new Thread(this::killQuietly, "stop-owned-part");
    private @Nullable RunningProcess running;
    private boolean hooked;

    public OwnedPart(Part part) {
        this.part = part;
    }

    /** Starts it and waits until it serves. */
    public synchronized void start() {
        try {
            running = part.prepare().start();
            if (!hooked) {
                Runtime.getRuntime().addShutdownHook(onExit);
                hooked = true;
            }
            Readiness.await(part, running);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Ends it as a crash would, with SIGKILL; returns when it is gone. */
    public synchronized void kill() {
        stop(Signal.KILL, AFTER_KILL);
    }

    /** Stops it in good order when it runs, and starts it again on the same data and the same port. */
    public synchronized void restart() {
        stop(part.stopSignal(), part.stopsWithin());
        start();
    }

    public synchronized ProcessId id() {
        if (running == null) {
            throw new IllegalStateException(part.name() + " does not run");
        }
        return running.id();
    }

    @Override
    public synchronized void close() {
        stop(part.stopSignal(), part.stopsWithin());
        if (hooked) {
            Runtime.getRuntime().removeShutdownHook(onExit);
            hooked = false;
        }
    }

    private void stop(Signal signal, Duration grace) {
        try {
            if (running != null) {
                running.stop(signal, grace);
                running = null;
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void killQuietly() {
        RunningProcess left = running;
        if (left != null) {
            left.id().signal(Signal.KILL);
        }
    }

    private PartFailure interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new PartFailure("interrupted while " + part.name() + " was starting or stopping", e);
    }
}
