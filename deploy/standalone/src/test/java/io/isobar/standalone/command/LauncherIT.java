package io.isobar.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.standalone.process.ProcessTable;
import io.isobar.standalone.supervisor.Condition;
import io.isobar.standalone.supervisor.FederationState;
import io.isobar.standalone.supervisor.Home;
import io.isobar.standalone.supervisor.PartState;
import io.isobar.standalone.supervisor.StateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script as a user calls it, with the engines alone. */
class LauncherIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    /**
     * How a command ended.
     *
     * @param exitCode of the script
     * @param output both streams
     */
    private record Outcome(int exitCode, String output) {}

    @AfterEach
    void leaveNoProcess() throws IOException, InterruptedException {
        launcher("down");
        String home = new Home(home()).root().toString();
        assertThat(ProcessTable.withEnvironment(Home.MARKER, home::equals)).isEmpty();
    }

    @Test
    void comesUpHealsAndGoesDown() throws IOException, InterruptedException {
        Outcome up = launcher("up", "--engines-only");
        assertThat(up.output()).contains("postgres", "kafka", "Ready after");
        assertThat(up.exitCode()).isZero();
        assertThat(launcher("status").exitCode()).isZero();
        assertThat(launcher("footprint").output()).contains("total");
        assertThat(launcher("up", "--engines-only").output()).contains("already runs");

        long killed = part("kafka").pid();
        assertThat(launcher("kill", "kafka").exitCode()).isZero();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> part("kafka").condition() == Condition.READY
                        && part("kafka").pid() != killed);

        long before = part("postgres").pid();
        assertThat(launcher("restart", "postgres").exitCode()).isZero();
        assertThat(part("postgres").pid()).isNotEqualTo(before);

        Outcome down = launcher("down");
        assertThat(down.output()).contains("postgres", "kafka", "data are kept");
        assertThat(launcher("status").exitCode()).isEqualTo(1);
        assertThat(launcher("down").output()).contains("Nothing runs");
    }

    @Test
    void refusesAWrongFederationBeforeItStartsAnything() throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("wrong.yaml"), "agents: { Local: {} }");
        Outcome up = launcher("up", "--federation", file.toString());
        assertThat(up.exitCode()).isEqualTo(2);
        assertThat(up.output()).contains("agents.Local").contains(file.toString());
        assertThat(home()).doesNotExist();
    }

    @Test
    void namesAPartThatDoesNotExist() throws IOException, InterruptedException {
        Outcome kill = launcher("kill", "nobody");
        assertThat(kill.exitCode()).isEqualTo(2);
        assertThat(kill.output()).contains("no federation has been started");
    }

    private Outcome launcher(String... words) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "launcher", ".out");
        List<String> command = Stream.concat(
                        Stream.of(Path.of("bin/isobar-standalone")
                                .toAbsolutePath()
                                .toString()),
                        Stream.of(words))
                .toList();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("ISOBAR_HOME", home().toString());
        Process process = builder.start();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Outcome(process.waitFor(), Files.readString(output, StandardCharsets.UTF_8));
    }

    private PartState part(String name) {
        return StateFile.read(new Home(home()).state()).map(FederationState::parts).orElse(List.of()).stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Path home() {
        return folder.resolve("home with blank");
    }
}
