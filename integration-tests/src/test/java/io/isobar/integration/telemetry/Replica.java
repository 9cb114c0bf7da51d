package io.isobar.integration.telemetry;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A {@link ReplicaProcess} as who started it sees it. */
final class Replica implements AutoCloseable {
    private final Process process;
    private final Writer questions;
    private final BufferedReader answers;

    /**
     * What a replica says it did.
     *
     * @param pools whose state it has
     * @param taken metric records that it counted
     * @param duplicates metric records that it knew already
     */
    record Counts(int pools, long taken, long duplicates) {}

    private Replica(Process process) {
        this.process = process;
        this.questions = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    static Replica start(String bootstrapServers, int partitions, Path log, String... settings) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ReplicaProcess.class.getName(),
                bootstrapServers,
                Integer.toString(partitions)));
        command.addAll(Arrays.asList(settings));
        return new Replica(
                new ProcessBuilder(command).redirectError(log.toFile()).start());
    }

    Counts counts() {
        var numbers = ask(ReplicaProcess.COUNTS).split(" ", 3);
        return new Counts(Integer.parseInt(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
    }

    /** Its board, a line for each region. */
    Map<String, String> board(List<String> regions) {
        var board = new TreeMap<String, String>();
        regions.forEach(region -> board.put(region, ask(region)));
        return board;
    }

    private synchronized String ask(String question) {
        try {
            questions.write(question + "\n");
            questions.flush();
            var answer = answers.readLine();
            if (answer == null) {
                throw new IllegalStateException("replica " + process.pid() + " has ended");
            }
            return answer;
        } catch (IOException ended) {
            throw new UncheckedIOException("replica " + process.pid() + " does not answer", ended);
        }
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        var _ = process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
