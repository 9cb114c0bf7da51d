package io.isobar.agent.driver.kubernetes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The copy of a replica's log on disk, and beside it how far it was copied. The copy is written first: what of it is not accounted for after a
 * crash is cut off, and copied again.
 */
final class LogFile {
    private final Path file;
    private final Path at;
    private final long limit;
    private final LogCopy copy;

    /** Goes on where a copy ended. */
    LogFile(Path file, long limit) throws IOException {
        this.file = file;
        this.at = file.resolveSibling(file.getFileName() + ".at");
        this.limit = limit;
        LogPosition position = Files.exists(at) ? LogPosition.parse(Files.readString(at)) : LogPosition.START;
        if (Files.exists(file) && Files.size(file) > position.length()) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(position.length());
            }
        }
        this.copy = new LogCopy(position);
    }

    /** Another answer begins. */
    void begin() {
        copy.begin();
    }

    /** From which second on the next answer must tell; null: from the start. */
    @Nullable
    String since() {
        LogPosition position = copy.position();
        return position.newest() == null
                ? null
                : position.newest().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Whether there is as much as is kept: more is not wanted. */
    boolean isFull() {
        return copy.position().length() > limit;
    }

    void take(byte[] bytes, int length) throws IOException {
        LogPosition before = copy.position();
        byte[] fresh = copy.take(bytes, length);
        if (fresh.length > 0) {
            // One byte above the limit shows that there was more.
            int count = (int) Math.min(fresh.length, limit + 1 - before.length());
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                ByteBuffer rest = ByteBuffer.wrap(fresh, 0, count);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
            }
        }
        if (!copy.position().equals(before)) {
            Path next = at.resolveSibling(at.getFileName() + ".new");
            Files.writeString(next, copy.position().toString());
            Files.move(next, at, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
