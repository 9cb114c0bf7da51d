package io.isobar.standalone.part;

import io.isobar.standalone.process.RunningProcess;
import io.isobar.standalone.process.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Waits until a started part serves, and says why when it does not. */
public final class Readiness {
    private static final Duration POLL = Duration.ofMillis(25);
    private static final int LINES_SHOWN = 12;
    private static final long BYTES_SHOWN = 16 * 1024;

    private Readiness() {}

    /**
     * Waits until the process serves.
     *
     * @throws PartFailure when it ends first or its time is over; a process out of time has been killed then
     */
    public static void await(Part part, RunningProcess running) throws InterruptedException {
        long deadline = System.nanoTime() + part.readyWithin().toNanos();
        while (!part.ready(running.id())) {
            if (running.awaitEnd(POLL)) {
                throw new PartFailure(part.name() + " ended while starting (" + running.ending() + "). Its log "
                        + part.log() + " ends with:\n" + tail(part.log()));
            }
            if (System.nanoTime() - deadline >= 0) {
                String why = part.whyNotReady();
                running.stop(Signal.KILL, part.stopsWithin());
                throw new PartFailure(part.name() + " was not ready within "
                        + part.readyWithin().toSeconds() + " s" + (why.isEmpty() ? "" : ": " + why) + ". Its log "
                        + part.log() + " ends with:\n" + tail(part.log()));
            }
        }
    }

    /** The last lines of a log, indented. */
    public static String tail(Path log) {
        try (var channel = Files.newByteChannel(log)) {
            long from = Math.max(0, channel.size() - BYTES_SHOWN);
            byte[] bytes = new byte[(int) (channel.size() - from)];
            channel.position(from);
            int read = Math.max(0, channel.read(java.nio.ByteBuffer.wrap(bytes)));
            List<String> lines =
                    new String(bytes, 0, read, StandardCharsets.UTF_8).lines().toList();
            return String.join(
                    "\n",
                    lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()).stream()
                            .map(line -> "    " + line)
                            .toList());
        } catch (IOException e) {
            return "    (the log cannot be read: " + e.getMessage() + ")";
        }
    }
}
