package io.isobar.agent.driver.process;

import io.isobar.agent.driver.OutputStreamKind;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a supervisor leaves in its folder. */
record ReplicaFolder(Path path) {
    private static final String GIVEN_UP = "given up by the agent\n";

    void create() throws IOException {
        Files.createDirectories(work());
    }

    Path work() {
        return path.resolve("work");
    }

    Path output(OutputStreamKind stream) {
        return path.resolve(
                switch (stream) {
                    case STDOUT -> "stdout";
                    case STDERR -> "stderr";
                });
    }

    /** Where the replica says how far it has come. */
    Path progress() {
        return path.resolve("progress");
    }

    Path supervisorErrors() {
        return path.resolve("supervisor");
    }

    /** The exit code, once it stands there whole. */
    OptionalInt exitCode() {
        try {
            String text = Files.readString(path.resolve("exit"));
            return text.endsWith("\n") ? OptionalInt.of(Integer.parseInt(text.strip())) : OptionalInt.empty();
        } catch (IOException | NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    boolean wasUnlaunched() {
        return Files.exists(path.resolve("unlaunched"));
    }

    Optional<Instant> endedAt() {
        return lastChange("exit");
    }

    Optional<Instant> startedAt() {
        return lastChange("pid");
    }

    private Optional<Instant> lastChange(String name) {
        try {
            return Optional.of(Files.getLastModifiedTime(path.resolve(name)).toInstant());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    Optional<ProcStat> supervisor() {
        return process(0);
    }

    Optional<ProcStat> command() {
        return process(1);
    }

    private Optional<ProcStat> process(int line) {
        try {
            List<String> lines = Files.readString(path.resolve("pid")).lines().toList();
            return lines.size() > line ? ProcStat.parse(lines.get(line)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The number of the first claim that nobody has taken. */
    int nextClaim() {
        int number = 0;
        while (Files.exists(claim(number))) {
            number++;
        }
        return number;
    }

    Path claim(int number) {
        return path.resolve("claim." + number);
    }

    /**
     * Makes sure that a run which has not begun never begins; returns false where one has begun, or may be about to.
     */
    boolean giveUpUnbegun() throws IOException {
        int next = nextClaim();
        if (next > 0 && !Files.readString(claim(next - 1)).equals(GIVEN_UP)) {
            return false;
        }
        try {
            Files.writeString(claim(next), GIVEN_UP, StandardOpenOption.CREATE_NEW);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }
}
