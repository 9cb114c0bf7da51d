package io.isobar.integration.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code cli/bin/isobar} as a user calls it. */
record CommandLine(Path folder, String broker, Map<String, String> environment) {
    static final Path REPOSITORY =
            Path.of(System.getProperty("isobar.repository")).normalize();

    private static final Path PROGRAM = REPOSITORY.resolve("cli/bin/isobar");
    private static final long PATIENCE_S = 90;

    CommandLine(Path folder, String broker) {
        this(folder, broker, Map.of());
    }

    /** What it printed, and how it ended. */
    record Result(int exitCode, String output, String errors) {}

    Result run(String... arguments) {
        var command = new ArrayList<String>();
        command.add(PROGRAM.toString());
        command.addAll(List.of(arguments));
        try {
            var output = Files.createTempFile(folder, "isobar", ".out");
            var errors = Files.createTempFile(folder, "isobar", ".err");
            var builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile());
            builder.environment().put("ISOBAR_BROKER", broker);
            builder.environment().putAll(environment);
            var process = builder.start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("isobar " + String.join(" ", arguments) + " hangs:\n"
                        + Files.readString(output) + Files.readString(errors));
            }
            return new Result(process.exitValue(), Files.readString(output), Files.readString(errors));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
