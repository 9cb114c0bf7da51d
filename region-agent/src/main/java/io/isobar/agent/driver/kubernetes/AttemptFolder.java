package io.isobar.agent.driver.kubernetes;

import io.isobar.agent.driver.OutputStreamKind;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.driver.WorkProgress;
import io.isobar.agent.driver.files.ProgressFiles;
import io.isobar.agent.failure.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An attempt's folder on the agent's disk: its output, and what the agent wants of it. */
record AttemptFolder(Path path, int replicas) {
    private static final String STOP = "STOP";

    void create() throws IOException {
        for (int replica = 0; replica < replicas; replica++) {
            Files.createDirectories(path.resolve(Integer.toString(replica)));
        }
    }

    /** The log of a container is one stream; it counts as standard output. */
    Path output(int replica, OutputStreamKind stream) {
        return path.resolve(Integer.toString(replica)).resolve(stream.name().toLowerCase(Locale.ROOT));
    }

    /** What a replica said last of how far it is. */
    Path progress(int replica) {
        return path.resolve(Integer.toString(replica)).resolve("progress");
    }

    /** Reads files. */
    Optional<WorkProgress> progress(Instant now) {
        return ProgressFiles.read(replicas, this::progress, now);
    }

    /** Writes down that there was a pod of each of the first so many replicas, so that one that is gone is not made again. */
    void made(int count) throws IOException {
        write("made", Integer.toString(count));
    }

    int made() {
        return read("made").map(Integer::parseInt).orElse(0);
    }

    /** Writes down what the agent wants, before it is done: what was deleted by itself is not to be taken for the site's doing. */
    void intend(Intent intent) throws IOException {
        switch (intent) {
            case Intent.Run _ -> {}
            case Intent.Stop stop -> write("intent", STOP + "\n" + stop.grace());
            case Intent.Break broken -> {
                WorkEnd end = broken.end();
                write(
                        "intent",
                        String.join(
                                "\n",
                                end.reason().name(),
                                broken.grace().toString(),
                                end.at().toString(),
                                end.exitCode() == null ? "" : end.exitCode().toString(),
                                end.message()));
            }
        }
    }

    Intent intent() {
        Optional<String> text = read("intent");
        if (text.isEmpty()) {
            return new Intent.Run();
        }
        List<String> lines = text.get().lines().toList();
        Duration grace = Duration.parse(lines.get(1));
        return lines.getFirst().equals(STOP)
                ? new Intent.Stop(grace)
                : new Intent.Break(
                        new WorkEnd(
                                Reason.valueOf(lines.getFirst()),
                                lines.get(3).isEmpty() ? null : Integer.valueOf(lines.get(3)),
                                String.join("\n", lines.subList(4, lines.size())),
                                Instant.parse(lines.get(2))),
                        grace);
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(path);
        Path fresh = path.resolve(name + ".new");
        Files.writeString(fresh, text);
        Files.move(fresh, path.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Optional<String> read(String name) {
        Path file = path.resolve(name);
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot read " + file, e);
        }
    }
}
