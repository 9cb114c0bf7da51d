package io.isobar.agent.lease;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Time since the machine was started, which nobody sets, and which goes on while the machine sleeps: the second number is not
 * needed, the first one is CLOCK_BOOTTIME in hundredths of a second (proc(5), uptime).
 */
@FunctionalInterface
public interface BootClock {
    /** Where Linux tells it. */
    Path UPTIME = Path.of("/proc/uptime");

    Duration now();

    /** The one of Linux; empty on another system. */
    static Optional<BootClock> ofLinux() {
        return Files.isReadable(UPTIME) ? Optional.of(BootClock::uptime) : Optional.empty();
    }

    private static Duration uptime() {
        try {
            String text = Files.readString(UPTIME);
            String[] seconds = text.substring(0, text.indexOf(' ')).split("\\.", -1);
            return Duration.ofSeconds(Long.parseLong(seconds[0]), Long.parseLong(seconds[1]) * 10_000_000);
        } catch (IOException | RuntimeException e) {
            throw new IllegalStateException(UPTIME + " cannot be read; a lease cannot be kept without it", e);
        }
    }
}
