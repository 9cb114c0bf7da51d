package io.isobar.agent.wiring;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A region's place on disk, locked while an agent uses it. */
final class RegionFolder implements AutoCloseable {
    private final Path path;
    private final @Nullable FileChannel lock;

    private RegionFolder(Path path, @Nullable FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    static RegionFolder open(Path path) throws IOException {
        Files.createDirectories(path);
        FileChannel channel =
                FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held;
        try {
            held = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            held = null;
        }
        if (held == null) {
            channel.close();
            throw new IOException("another agent uses " + path + "; stop it, or give this one another state folder");
        }
        return new RegionFolder(path, channel);
    }

    /** For one who only looks: nothing is made or written in it, and another agent may use it. */
    static RegionFolder look(Path path) {
        return new RegionFolder(path, null);
    }

    /** Whether an agent that runs has it. Makes nothing. */
    static boolean isUsed(Path path) throws IOException {
        Path file = path.resolve("lock");
        if (!Files.exists(file)) {
            return false;
        }
        // Shared: several may look at a time, and who holds it alone is seen.
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
                FileLock held = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return held == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    Path path() {
        return path;
    }

    Path journal() {
        return path.resolve("journal");
    }

    Path lease() {
        return path.resolve("lease");
    }

    /** Telemetry that counts events and is not known to be sent. */
    Path unsent() {
        return path.resolve("unsent-telemetry");
    }

    /** When the region first started: {@code now} the first time, and the same ever after; who only looks leaves no time behind. */
    Instant since(Instant now) throws IOException {
        Path file = path.resolve("since");
        if (Files.exists(file)) {
            return Instant.parse(Files.readString(file).strip());
        }
        if (lock == null) {
            return now;
        }
        Path fresh = path.resolve("since.new");
        Files.writeString(fresh, now + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        return now;
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }
}
