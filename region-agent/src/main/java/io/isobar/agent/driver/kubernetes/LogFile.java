package io.isobar.agent.driver.kubernetes;

import io.isobar.agent.driver.WorkProgress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * The copy of a replica's log on disk, and beside it how far it was copied, and what the replica said last of how far it is. The copy is written
 * first: what of it is not accounted for after a crash is cut off, and copied again.
 */
final class LogFile {
    private final Path file;
    private final Path at;
    private final Path progress;
    private final long limit;
    private final LogCopy copy;
    private boolean says;

    /** Goes on where a copy ended. */
    LogFile(Path file, Path progress, long limit) throws IOException {
        this.file = file;
        this.progress = progress;
        this.says = Files.exists(progress);
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

    /** Whether there is as much as is kept, and the replica has not said how far it is: more is not wanted. */
    boolean isFull() {
        return !says && copy.position().length() > limit;
    }

    void take(byte[] bytes, int length) throws IOException {
        LogPosition before = copy.position();
        write(copy.take(bytes, length), before);
    }

    /** All of the log is there. */
    void end() throws IOException {
        LogPosition before = copy.position();
        write(copy.end(), before);
    }

    private void write(byte[] fresh, LogPosition before) throws IOException {
        WorkProgress said = copy.takeSaid();
        if (said != null) {
            keep(said);
        }
        // One byte above the limit shows that there was more.
        int count = Math.clamp(limit + 1 - before.length(), 0, fresh.length);
        if (count > 0) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
                ByteBuffer rest = ByteBuffer.wrap(fresh, 0, count);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
            }
        }
        if (!copy.position().equals(before)) {
            replace(at, copy.position().toString(), null);
        }
    }

    /** As the files are that replicas write elsewhere; the time of the file is that of the line. */
    private void keep(WorkProgress said) throws IOException {
        says = true;
        Long total = said.total();
        replace(progress, "steps=" + said.steps() + (total == null ? "" : " total=" + total) + "\n", said.at());
    }

    private static void replace(Path file, String text, @Nullable Instant changed) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(next, text);
        if (changed != null) {
            Files.setLastModifiedTime(next, FileTime.from(changed));
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
