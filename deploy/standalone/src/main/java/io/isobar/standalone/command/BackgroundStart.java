package io.isobar.standalone.command;

import io.isobar.standalone.process.Launch;
import io.isobar.standalone.process.RunningProcess;
import io.isobar.standalone.process.Signal;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Starts the supervisor, and stops it again when this process is interrupted before the start is over. Whenever the
 * interrupt comes, the supervisor either is stopped or has not been started.
 */
final class BackgroundStart {
    private final PrintStream out;
    private final Duration stopsWithin;
    private @Nullable RunningProcess supervisor;
    private boolean over;

    BackgroundStart(PrintStream out, Duration stopsWithin) {
        this.out = out;
        this.stopsWithin = stopsWithin;
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopUnlessOver, "stop-on-interrupt"));
    }

    /** Empty when the interrupt came first. */
    synchronized Optional<RunningProcess> start(Launch launch) {
        if (!over) {
            supervisor = launch.start();
        }
        return Optional.ofNullable(supervisor);
    }

    /** From now on the supervisor is on its own. */
    synchronized void over() {
        over = true;
    }

    private void stopUnlessOver() {
        RunningProcess started;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            started = supervisor;
        }
        if (started == null) {
            return;
        }
        out.println("Interrupted: stopping what has been started ...");
        started.id().signal(Signal.TERM);
        try {
            out.println(started.id().awaitEnd(stopsWithin) ? "Stopped." : "Not all could be stopped; try make down.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
