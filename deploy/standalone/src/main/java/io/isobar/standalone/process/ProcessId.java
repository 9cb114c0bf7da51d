package io.isobar.standalone.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * One process for ever: a pid alone names another process after the first has ended, or after a reboot.
 *
 * @param pid the number
 * @param startTicks when it started, in clock ticks since the boot
 * @param boot the boot of the machine in which that was
 */
public record ProcessId(long pid, long startTicks, String boot) {
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Duration POLL = Duration.ofMillis(20);

    public ProcessId {
        if (pid <= 1) {
            throw new IllegalArgumentException("a pid above 1 is needed, not " + pid);
        }
    }

    /** The running process that has this pid now. */
    public static Optional<ProcessId> of(long pid) {
        return ProcessStat.read(pid)
                .filter(ProcessStat::running)
                .map(stat -> new ProcessId(pid, stat.startTicks(), bootId()));
    }

    public static ProcessId ofThisProcess() {
        return of(ProcessHandle.current().pid())
                .orElseThrow(() -> new IllegalStateException("/proc does not show this process; is /proc mounted?"));
    }

    /** False as soon as it has ended, also while nobody has collected its exit status. */
    public boolean alive() {
        return boot.equals(bootId())
                && ProcessStat.read(pid)
                        .filter(stat -> stat.running() && stat.startTicks() == startTicks)
                        .isPresent();
    }

    /** Sends the signal if the process still runs. */
    public void signal(Signal signal) {
        if (!alive()) {
            return;
        }
        switch (signal) {
            case TERM -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
            case KILL -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            case INT -> interrupt();
        }
    }

    /** Waits until it has ended. True when it has. */
    public boolean awaitEnd(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (alive()) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            Thread.sleep(POLL);
        }
        return true;
    }

    /** Asks it to stop and, when it does not within the grace, kills it. */
    public void stop(Signal signal, Duration grace) throws InterruptedException {
        signal(signal);
        if (!awaitEnd(grace)) {
            signal(Signal.KILL);
            awaitEnd(grace);
        }
    }

    /** The JDK sends TERM and KILL only. */
    private void interrupt() {
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -INT " + pid)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run /bin/sh to signal process " + pid, e);
        }
    }

    private static String bootId() {
        try {
            return Files.readString(BOOT_ID).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
