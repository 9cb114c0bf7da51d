package io.isobar.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.proto.workload.v1.WorkloadSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;

/** The file in which a workload writes down ten times a second which attempt it is, with the time, until it has written enough. */
record Diary(Path file) {
    private record Line(String attempt, long nanos) {}

    /** In any region. */
    WorkloadSpec workload() {
        var script = "while [ ! -e '" + file + ".enough' ]; do echo \"$ISOBAR_ATTEMPT $(date +%s%N)\" >>'" + file
                + "'; sleep 0.1; done";
        return Runs.command("any", "sh", "-c", script).toBuilder()
                .setPlacement(
                        Runs.command("any", "true").getPlacement().toBuilder().clearRegions())
                .build();
    }

    /** It may end. */
    void enough() throws IOException {
        Files.createFile(Path.of(file + ".enough"));
    }

    private List<Line> lines() throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.split(" ", 2))
                .filter(line -> line.length == 2)
                .map(line -> new Line(line[0], Long.parseLong(line[1])))
                .toList();
    }

    void awaitLineOf(String attempt) {
        Awaitility.await(attempt + " runs")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> Files.exists(file)
                        && lines().stream().anyMatch(line -> line.attempt().equals(attempt)));
    }

    /** It goes on for longer than that, from now on. */
    void awaitMoreThan(Duration time) throws IOException {
        long from = System.nanoTime();
        Awaitility.await("longer than " + time)
                .atMost(time.plusMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> System.nanoTime() - from > time.toNanos());
        int before = lines().size();
        Awaitility.await("it still runs").atMost(Duration.ofSeconds(90)).until(() -> lines().size() > before);
    }

    /** The first attempt wrote its last line before the second wrote its first. */
    void assertOneAfterTheOther(String first, String second) throws IOException {
        assertThat(timesOf(first).max().orElseThrow())
                .isLessThan(timesOf(second).min().orElseThrow());
    }

    /** When the attempt wrote its first line. */
    Instant firstLineOf(String attempt) throws IOException {
        long nanos = timesOf(attempt).min().orElseThrow();
        return Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000);
    }

    private LongStream timesOf(String attempt) throws IOException {
        return lines().stream().filter(line -> line.attempt().equals(attempt)).mapToLong(Line::nanos);
    }
}
