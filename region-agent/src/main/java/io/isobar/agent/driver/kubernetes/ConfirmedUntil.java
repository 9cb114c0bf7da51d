package io.isobar.agent.driver.kubernetes;

import io.isobar.agent.lease.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When the agent last would have said that all may go on, on disk: what ended long after that while there was no agent may have been stopped
 * for it, and what ended before was not.
 */
final class ConfirmedUntil {
    private static final System.Logger LOG = System.getLogger(ConfirmedUntil.class.getName());

    private final Path file;
    private final Path fresh;

    ConfirmedUntil(Path folder) {
        this.file = folder.resolve("confirmed");
        this.fresh = folder.resolve("confirmed.new");
    }

    /** {@code lease} null: it always would. */
    void keep(@Nullable Lease lease, Duration stopsWithin, Instant now) {
        if (lease != null && !lease.allows(stopsWithin)) {
            return;
        }
        try {
            Files.writeString(fresh, now.toString());
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            // What ends while there is no agent is then rather taken for stopped than for done.
            LOG.log(System.Logger.Level.WARNING, "cannot write " + file, e);
        }
    }

    /** Null: not known. */
    @Nullable
    Instant read() {
        try {
            return Files.exists(file) ? Instant.parse(Files.readString(file).strip()) : null;
        } catch (IOException | DateTimeException e) {
            LOG.log(System.Logger.Level.WARNING, "cannot read " + file, e);
            return null;
        }
    }
}
