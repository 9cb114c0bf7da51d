package io.isobar.standalone.engine;

import io.isobar.standalone.part.PartFailure;
import io.isobar.standalone.process.ProcessTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What the files of a cluster say: who made it, who serves it. */
record PostgresFolder(Path root) {
    private static final Path SHARED_MEMORY = Path.of("/proc/sysvipc/shm");
    private static final Duration AT_MOST = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(50);

    /** Lines of postmaster.pid, from 0. */
    private static final int PID = 0;

    private static final int SHARED_MEMORY_KEY_AND_ID = 6;
    private static final int STATUS = 7;

    Path data() {
        return root.resolve("data");
    }

    /** An empty place to make a cluster in. */
    Path fresh() {
        Path fresh = root.resolve("data.partial");
        try (Stream<Path> left = Files.exists(fresh) ? Files.walk(fresh) : Stream.empty()) {
            for (Path path : left.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
            return fresh;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + fresh + ", left by an interrupted start", e);
        }
    }

    /** The major version of the server that made the data; empty when there are none. */
    OptionalInt dataMajor() {
        Path file = data().resolve("PG_VERSION");
        try {
            return Files.exists(file)
                    ? OptionalInt.of(Integer.parseInt(Files.readString(file).strip()))
                    : OptionalInt.empty();
        } catch (IOException e) {
            throw new PartFailure(
                    "cannot read " + file + ": " + e.getMessage()
                            + "; were the data made by another user? Start Isobar as that user",
                    e);
        }
    }

    boolean servedBy(long pid) {
        List<String> lines = lockFile();
        return lines.size() > STATUS
                && lines.get(PID).strip().equals(Long.toString(pid))
                && lines.get(STATUS).strip().equals("ready");
    }

    /**
     * After kill -9 the server's own children go on for a moment, and a new server refuses to start while they hold
     * the shared memory that the old one left.
     */
    void awaitFormerServerGone() throws InterruptedException {
        List<String> lines = lockFile();
        if (lines.size() <= SHARED_MEMORY_KEY_AND_ID) {
            return;
        }
        long pid = Long.parseLong(lines.get(PID).strip());
        long deadline = System.nanoTime() + AT_MOST.toNanos();
        while (attached(lines.get(SHARED_MEMORY_KEY_AND_ID).strip()) > 0) {
            if (System.nanoTime() - deadline >= 0) {
                throw new PartFailure("another PostgreSQL still serves " + data() + " (process " + pid
                        + "); stop it first, or set ISOBAR_HOME to another folder");
            }
            Thread.sleep(POLL);
        }
        if (ProcessTable.nameOf(pid).filter(name -> !name.equals("postgres")).isPresent()) {
            removeLockFile();
        }
    }

    /** The number now belongs to some other program, which PostgreSQL would take for its predecessor. */
    private void removeLockFile() {
        try {
            Files.deleteIfExists(data().resolve("postmaster.pid"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove the stale postmaster.pid in " + data(), e);
        }
    }

    /** How many processes hold the segment of this "key id". */
    private static long attached(String keyAndId) {
        int idColumn = 1;
        int attachedColumn = 6;
        String id = keyAndId.substring(keyAndId.lastIndexOf(' ') + 1);
        try (Stream<String> segments = Files.lines(SHARED_MEMORY)) {
            return segments.skip(1)
                    .map(line -> line.strip().split(" +", -1))
                    .filter(fields -> fields.length > attachedColumn && fields[idColumn].equals(id))
                    .mapToLong(fields -> Long.parseLong(fields[attachedColumn]))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    private List<String> lockFile() {
        Optional<Path> file = Optional.of(data().resolve("postmaster.pid")).filter(Files::exists);
        try {
            return file.isPresent() ? Files.readAllLines(file.get()) : List.of();
        } catch (IOException beingWritten) {
            return List.of();
        }
    }
}
