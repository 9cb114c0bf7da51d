package io.isobar.agent.driver.files;

import io.isobar.agent.driver.WorkProgress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Files in which replicas write how far they have come (ISOBAR_PROGRESS_FILE): lines {@code steps=1234}, and {@code total=5000} where it
 * is known, one after the other or in place of each other. The last of each that is whole counts.
 */
public final class ProgressFiles {
    /** Of a gang, so many are read: what its first replicas say stands for all. */
    static final int MOST_REPLICAS = 64;

    /** From the end. */
    static final int MOST_BYTES = 4_096;

    /** Above it a file is emptied, so that work which adds a line for each step fills no disk. */
    static final long LONGEST_FILE = 1 << 20;

    private static final System.Logger LOG = System.getLogger(ProgressFiles.class.getName());
    private static final Pattern WORD =
            Pattern.compile("(?<![^\\s,;])(steps|total)[ \\t]*=[ \\t]*(\\d{1,18})(?=[\\s,;])");

    private ProgressFiles() {}

    /** As far as all have come that say something; empty: none does. Reads files. */
    public static Optional<WorkProgress> read(int replicas, IntFunction<Path> file, Instant now) {
        return IntStream.range(0, Math.min(replicas, MOST_REPLICAS))
                .mapToObj(replica -> read(file.apply(replica), now))
                .flatMap(Optional::stream)
                .min(Comparator.comparingLong(WorkProgress::steps));
    }

    private static Optional<WorkProgress> read(Path file, Instant now) {
        // To open a pipe would wait for whoever writes into it; a link may lead to one.
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            long size = channel.size();
            // Before it is read: what is written meanwhile is then at worst taken for older than it is.
            Instant changed = Files.getLastModifiedTime(file).toInstant();
            ByteBuffer buffer = ByteBuffer.allocate(MOST_BYTES);
            long at = Math.max(0, size - MOST_BYTES);
            int more = channel.read(buffer, at);
            while (more > 0 && buffer.hasRemaining()) {
                more = channel.read(buffer, at + buffer.position());
            }
            String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
            if (size > LONGEST_FILE) {
                empty(file);
            }
            return parse(
                    at == 0 && text.indexOf('\n') < 0 ? text + '\n' : afterFirstLine(at, text),
                    changed.isAfter(now) ? now : changed);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "progress cannot be read", e);
            return Optional.empty();
        }
    }

    private static void empty(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            channel.truncate(0);
        }
    }

    /** Of a file that was not read from its beginning. */
    private static String afterFirstLine(long at, String text) {
        return at == 0 ? text : text.substring(text.indexOf('\n') + 1);
    }

    /** A number counts once something follows it, for until then more of it may come; save in a file that is no line yet. */
    private static Optional<WorkProgress> parse(String text, Instant at) {
        OptionalLong steps = OptionalLong.empty();
        OptionalLong total = OptionalLong.empty();
        var words = WORD.matcher(text);
        while (words.find()) {
            OptionalLong number = OptionalLong.of(Long.parseLong(words.group(2)));
            if (words.group(1).equals("steps")) {
                steps = number;
            } else {
                total = number;
            }
        }
        @Nullable Long all = total.isPresent() && total.getAsLong() > 0 ? (Long) total.getAsLong() : null;
        return steps.isPresent() ? Optional.of(new WorkProgress(steps.getAsLong(), all, at)) : Optional.empty();
    }
}
