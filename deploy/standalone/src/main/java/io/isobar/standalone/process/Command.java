package io.isobar.standalone.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A program that is run to its end, with little output. */
public final class Command {
    private Command() {}

    /**
     * What came of it.
     *
     * @param exitCode the program's own, or -1 when it took too long and was killed
     * @param output standard output and error together
     */
    public record Result(int exitCode, String output) {
        public boolean succeeded() {
            return exitCode == 0;
        }
    }

    /**
     * Runs the program and gives it the text on standard input.
     *
     * @throws UncheckedIOException when the program cannot be started at all
     */
    public static Result run(List<String> command, String input, Path folder, Duration atMost)
            throws InterruptedException {
        Path captured = null;
        Process process = null;
        try {
            captured = Files.createTempFile("isobar-", ".out");
            process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(captured.toFile())
                    .start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException ended) {
                // It ended without reading; its exit code and output say why.
            }
            boolean ended = process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return new Result(
                    ended ? process.exitValue() : -1, new String(Files.readAllBytes(captured), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command.getFirst(), e);
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
            delete(captured);
        }
    }

    private static void delete(@Nullable Path file) {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete " + file, e);
            }
        }
    }
}
