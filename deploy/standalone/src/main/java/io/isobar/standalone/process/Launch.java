package io.isobar.standalone.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * How to start a process that goes on by itself.
 *
 * @param command program and arguments
 * @param environment entries set in addition to the launcher's own
 * @param folder where it works
 * @param log the file that its output is appended to
 */
public record Launch(List<String> command, Map<String, String> environment, Path folder, Path log) {
    private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /**
     * Starts it in a session of its own: a Ctrl-C typed at the launcher's terminal reaches the launcher alone, which
     * then stops the parts in order.
     */
    public RunningProcess start() {
        return start(inherited -> true);
    }

    /** The same, with only those entries of the launcher's own environment that pass. */
    public RunningProcess start(Predicate<String> inherited) {
        List<String> detached =
                Stream.concat(setsid().stream(), command.stream()).toList();
        ProcessBuilder builder = new ProcessBuilder(detached)
                .directory(folder.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(inherited.negate());
        builder.environment().putAll(environment);
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            return RunningProcess.of(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command.getFirst(), e);
        }
    }

    private static List<String> setsid() {
        List<String> found = new ArrayList<>();
        SETSID.stream().filter(Files::isExecutable).findFirst().ifPresent(path -> found.add(path.toString()));
        return found;
    }
}
