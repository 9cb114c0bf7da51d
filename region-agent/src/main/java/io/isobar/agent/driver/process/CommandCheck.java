package io.isobar.agent.driver.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether a command can be executed at all, told before anything is started. */
final class CommandCheck {
    private static final int MAX_HEAD = 256;

    private CommandCheck() {}

    /** Why the program cannot be executed; empty: nothing speaks against it. */
    static Optional<String> problem(String program, String searchPath, Path workFolder) {
        if (program.isEmpty()) {
            return Optional.of("the command is empty");
        }
        if (program.indexOf('/') >= 0) {
            return problemOf(program, workFolder.resolve(program));
        }
        Optional<String> worst = Optional.empty();
        for (String place : searchPath.split(":", -1)) {
            Path candidate = workFolder.resolve(place.isEmpty() ? "." : place).resolve(program);
            if (Files.isRegularFile(candidate)) {
                Optional<String> problem = problemOf(program, candidate);
                if (problem.isEmpty()) {
                    return problem;
                }
                worst = problem;
            }
        }
        return worst.isPresent() ? worst : Optional.of("'" + program + "' is not found in PATH (" + searchPath + ")");
    }

    private static Optional<String> problemOf(String program, Path file) {
        if (!Files.exists(file)) {
            return Optional.of("'" + program + "' does not exist");
        }
        if (!Files.isRegularFile(file)) {
            return Optional.of("'" + program + "' is not a file");
        }
        if (!Files.isExecutable(file)) {
            return Optional.of("'" + program + "' may not be executed; give it the permission (chmod +x)");
        }
        return interpreterProblem(program, file);
    }

    private static Optional<String> interpreterProblem(String program, Path file) {
        byte[] head;
        try (var in = Files.newInputStream(file)) {
            head = in.readNBytes(MAX_HEAD);
        } catch (IOException e) {
            // It may be executable without being readable.
            return Optional.empty();
        }
        if (head.length < 3 || head[0] != '#' || head[1] != '!') {
            return Optional.empty();
        }
        String line = new String(head, 2, head.length - 2, StandardCharsets.ISO_8859_1)
                .lines()
                .findFirst()
                .orElse("")
                .strip();
        String interpreter = line.split("[ \t]", 2)[0];
        if (interpreter.startsWith("/") && !Files.isExecutable(Path.of(interpreter))) {
            return Optional.of("'" + program + "' needs the interpreter " + interpreter + ", which cannot be executed");
        }
        return Optional.empty();
    }
}
