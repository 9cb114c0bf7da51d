package io.isobar.agent.driver.slurm;

import io.isobar.agent.driver.OutputStreamKind;
import io.isobar.agent.driver.WorkProgress;
import io.isobar.agent.driver.files.ProgressFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** An attempt's folder, which the agent and the nodes share: what job.sh and task.sh leave there. */
record AttemptFolder(Path path, int replicas) {
    private static final String GIVEN_UP = "given up by the agent\n";
    private static final String GUARD = "guard";
    private static final String ASK = "ask";
    private static final String ANSWER = "answer";
    private static final String STOPPED = "stopped";

    /** Folders of all replicas; there already: nothing. */
    void create() throws IOException {
        for (int replica = 0; replica < replicas; replica++) {
            Files.createDirectories(replica(replica).resolve("work"));
        }
    }

    /** For the agent's own account only: it may hold secrets of the workload. */
    void environment(String text) throws IOException {
        Path file = path.resolve("environment");
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, text);
    }

    Path replica(int number) {
        return path.resolve(Integer.toString(number));
    }

    Path output(int replica, OutputStreamKind stream) {
        return replica(replica)
                .resolve(
                        switch (stream) {
                            case STDOUT -> "stdout";
                            case STDERR -> "stderr";
                        });
    }

    /** How far the replicas have come, as they say. */
    Optional<WorkProgress> progress(Instant now) {
        return ProgressFiles.read(replicas, replica -> replica(replica).resolve("progress"), now);
    }

    /** What the script and Slurm itself had to say. */
    Path jobOutput() {
        return path.resolve("job.out");
    }

    static String claim(int run) {
        return "claim." + run;
    }

    /** Writes down which job the run is; nothing depends on it but the search for jobs that the controller forgot. */
    void submitted(int run, long job) throws IOException {
        Files.writeString(path.resolve("job." + run), job + "\n");
    }

    OptionalLong submitted(int run) {
        return number(path.resolve("job." + run));
    }

    /**
     * Makes ready for the guards of all replicas, or writes down that the work needs none. Their files are there before the nodes look:
     * that a file is not there is what a network file system remembers longest.
     */
    void guard(boolean watches) throws IOException {
        if (watches) {
            for (int replica = 0; replica < replicas; replica++) {
                for (String name : List.of(ASK, ANSWER, STOPPED)) {
                    Files.writeString(replica(replica).resolve(name), "");
                }
            }
        }
        Files.writeString(path.resolve(GUARD), watches ? "stop\n" : "keep_running\n");
    }

    /** Whether it ends with the lease, or is to keep running; for a folder whose replicas are not known. */
    static boolean isGuarded(Path path) {
        return Files.exists(path.resolve(GUARD));
    }

    /** Whether a run may be under way in it; for a folder whose replicas are not known. What cannot be looked at may be. */
    static boolean mayRun(Path path) {
        return !Files.notExists(path.resolve("run.0")) && !Files.exists(path.resolve("exit"));
    }

    /** It does not count as guarded any more. */
    static void unguard(Path path) throws IOException {
        Files.deleteIfExists(path.resolve(GUARD));
    }

    /** Whether its replicas may have guards, though it does not count as guarded. */
    boolean hasGuards() {
        return Files.exists(replica(0).resolve(ASK));
    }

    /** What the guard of a replica asked, in hundredths of a second since its machine was started; empty: nothing, or half written. */
    OptionalLong asked(int replica) {
        return text(replica(replica).resolve(ASK))
                .filter(ask -> ask.matches("\\d{1,15} \\."))
                .map(ask -> OptionalLong.of(Long.parseLong(ask.substring(0, ask.length() - 2))))
                .orElse(OptionalLong.empty());
    }

    /** Answers the guard of a replica: one line, as guard.sh reads it. */
    void answer(int replica, String line) throws IOException {
        Files.writeString(replica(replica).resolve(ANSWER), line);
    }

    /** Why a guard ended a replica, or did not let it start; empty: none did. */
    Optional<String> stoppedByGuard() {
        for (int replica = 0; replica < replicas; replica++) {
            Optional<String> why = text(replica(replica).resolve(STOPPED)).filter(words -> !words.isEmpty());
            if (why.isPresent()) {
                return why;
            }
        }
        return Optional.empty();
    }

    /** How many runs were submitted, or were about to be. */
    int runs() {
        int run = 0;
        while (Files.exists(path.resolve("run." + run))) {
            run++;
        }
        return run;
    }

    /** Writes down that the run is about to be submitted. */
    void submitting(int run) throws IOException {
        Files.writeString(path.resolve("run." + run), "");
    }

    /** Makes sure that the run never begins; returns false where it has begun. */
    boolean giveUp(int run) throws IOException {
        Path claim = path.resolve(claim(run));
        try {
            Files.writeString(claim, GIVEN_UP, StandardOpenOption.CREATE_NEW);
            return true;
        } catch (FileAlreadyExistsException e) {
            return Files.readString(claim).equals(GIVEN_UP);
        }
    }

    /** Whether a job, and not the agent, took the claim of the run. */
    boolean begun(int run) {
        try {
            return !Files.readString(path.resolve(claim(run))).equals(GIVEN_UP);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether Slurm started the job again after it had begun. */
    boolean startedAgain() {
        return Files.exists(path.resolve("again"));
    }

    /** Where Slurm no longer reaches a script that runs, the script looks here. */
    void askToStop() {
        try {
            Files.writeString(path.resolve("stop"), "");
        } catch (IOException e) {
            System.getLogger(AttemptFolder.class.getName())
                    .log(System.Logger.Level.WARNING, "not asked to stop: " + path, e);
        }
    }

    boolean allStarted() {
        for (int replica = 0; replica < replicas; replica++) {
            if (!Files.exists(replica(replica).resolve("started"))) {
                return false;
            }
        }
        return true;
    }

    /** Why a replica could not be executed. */
    Optional<String> unlaunched() {
        for (int replica = 0; replica < replicas; replica++) {
            Path mark = replica(replica).resolve("unlaunched");
            if (Files.exists(mark)) {
                return Optional.of(text(mark)
                        .filter(why -> !why.isBlank() && !why.equals("failed"))
                        .orElse("the command could not be executed"));
            }
        }
        return Optional.empty();
    }

    /** The exit code of the whole, once the script has written it. */
    OptionalInt exitCode() {
        OptionalLong code = number(path.resolve("exit"));
        return code.isPresent() ? OptionalInt.of((int) code.getAsLong()) : OptionalInt.empty();
    }

    /** The exit code of the replica that ended badly first; empty: none did, as far as is known. */
    OptionalInt firstBadExit() {
        OptionalInt first = OptionalInt.empty();
        Instant earliest = Instant.MAX;
        for (int replica = 0; replica < replicas; replica++) {
            Path exit = replica(replica).resolve("exit");
            OptionalLong code = number(exit);
            if (code.isPresent() && code.getAsLong() != 0) {
                Instant at = changed(exit).orElse(Instant.MAX);
                if (first.isEmpty() || at.isBefore(earliest)) {
                    earliest = at;
                    first = OptionalInt.of((int) code.getAsLong());
                }
            }
        }
        return first;
    }

    Optional<Instant> startedAt() {
        return changed(replica(replicas - 1).resolve("started"));
    }

    Optional<Instant> endedAt() {
        return changed(path.resolve("exit"));
    }

    /** The count that grows while the script runs; null: there is none yet. */
    @Nullable
    String pulse() {
        return text(path.resolve("pulse")).orElse(null);
    }

    /** The last line of what the script and Slurm had to say; empty: nothing. */
    String lastWords() {
        try (var lines = Files.lines(jobOutput())) {
            return lines.limit(1_000)
                    .filter(line -> !line.isBlank())
                    .reduce((first, second) -> second)
                    .orElse("");
        } catch (IOException | UncheckedIOException e) {
            return "";
        }
    }

    private static Optional<Instant> changed(Path file) {
        try {
            return Optional.of(Files.getLastModifiedTime(file).toInstant());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static OptionalLong number(Path file) {
        return text(file)
                .filter(digits -> digits.matches("\\d{1,18}"))
                .map(digits -> OptionalLong.of(Long.parseLong(digits)))
                .orElse(OptionalLong.empty());
    }
}
