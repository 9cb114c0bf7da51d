package io.isobar.agent.driver.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the work of this region uses of the machine, by looking at all processes: ours are those that carry the region's folder
 * in their environment, their descendants, and whatever shares a session with one. What clears its environment and leaves its
 * session and its parent counts as not ours. Not thread-safe.
 */
final class OurProcesses {
    private static final long KIB = 1_024;

    private final Path proc;
    private final byte[] mark;
    private Map<Long, Seen> before = new HashMap<>();

    /** A process at a look; {@code ticks} with those of its children that have ended and were waited for. */
    private record Seen(long parent, long session, long startTime, long ticks, boolean ours) {}

    /**
     * What ours used.
     *
     * @param ticks of processors since the look before, by all that was there then or came since
     * @param memoryBytes that nobody else could have while they run
     */
    record Use(long ticks, long memoryBytes) {}

    /** The processes that a region's driver started from this folder; {@code proc} is /proc. */
    OurProcesses(Path proc, Path folder) {
        this.proc = proc;
        this.mark = ("\0ISOBAR_STATE_FOLDER=" + folder + "/").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Looks; throws {@link IOException} where processes cannot be listed. */
    Use look() throws IOException {
        Map<Long, Seen> now = scan();
        long ticks = 0;
        long memory = 0;
        for (Map.Entry<Long, Seen> entry : now.entrySet()) {
            if (entry.getValue().ours()) {
                ticks += entry.getValue().ticks();
                memory += memoryOf(entry.getKey());
            }
        }
        for (Map.Entry<Long, Seen> entry : before.entrySet()) {
            Seen then = entry.getValue();
            Seen same = now.get(entry.getKey());
            boolean goneFromSum = same == null && !isOurs(now.get(then.parent()));
            if (then.ours() && !goneFromSum) {
                // The ticks of what has ended are its parent's now.
                ticks -= then.ticks();
            }
        }
        before = now;
        return new Use(Math.max(0, ticks), memory);
    }

    private static boolean isOurs(@Nullable Seen process) {
        return process != null && process.ours();
    }

    private Map<Long, Seen> scan() throws IOException {
        Map<Long, Seen> found = new HashMap<>();
        Map<Long, Boolean> sessions = new HashMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path entry : entries) {
                long pid = Long.parseLong(entry.getFileName().toString());
                Seen seen = read(pid);
                if (seen != null) {
                    found.put(pid, seen);
                    if (seen.ours()) {
                        sessions.put(seen.session(), true);
                    }
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        boolean grew = !sessions.isEmpty();
        while (grew) {
            grew = false;
            for (Map.Entry<Long, Seen> entry : found.entrySet()) {
                Seen seen = entry.getValue();
                if (!seen.ours() && (sessions.containsKey(seen.session()) || isOurs(found.get(seen.parent())))) {
                    entry.setValue(new Seen(seen.parent(), seen.session(), seen.startTime(), seen.ticks(), true));
                    sessions.put(seen.session(), true);
                    grew = true;
                }
            }
        }
        return found;
    }

    /** Null: it has ended meanwhile. Whose it is, is asked once: an environment is long, and does not change. */
    private @Nullable Seen read(long pid) {
        try {
            String line = Files.readString(proc.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            // The name in the middle may hold anything, parentheses too.
            String[] rest = line.substring(line.lastIndexOf(')') + 1).strip().split(" ", -1);
            long startTime = Long.parseLong(rest[19]);
            long ticks = 0;
            for (int i = 11; i <= 14; i++) {
                ticks += Long.parseLong(rest[i]);
            }
            Seen known = before.get(pid);
            boolean ours = (known == null || known.startTime() != startTime) ? isMarked(pid) : known.ours();
            return new Seen(Long.parseLong(rest[1]), Long.parseLong(rest[3]), startTime, ticks, ours);
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return null;
        }
    }

    private boolean isMarked(long pid) {
        try {
            byte[] environment = Files.readAllBytes(proc.resolve(pid + "/environ"));
            String text = "\0" + new String(environment, StandardCharsets.ISO_8859_1);
            return text.contains(new String(mark, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // Another user's, or gone.
            return false;
        }
    }

    private long memoryOf(long pid) {
        long kib = 0;
        try {
            for (String line : Files.readAllLines(proc.resolve(pid + "/status"), StandardCharsets.ISO_8859_1)) {
                if (line.startsWith("RssAnon:") || line.startsWith("RssShmem:")) {
                    kib += Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
        return kib * KIB;
    }
}
