package io.isobar.broker.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.manifest.conversion.Conversion;
import io.isobar.broker.workload.AcceleratorChoice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Batch scripts, jobs and tasks as people write them. What each asks for and what of it is lost stands in {@code expected.txt}: the
 * lines of a file follow its name.
 */
class RealJobFilesTest {
    private static final Path FOLDER = Path.of("src/test/resources/jobs");
    private static final String EXPECTED = "expected.txt";
    private static final WorkloadFiles FILES = new WorkloadFiles(AcceleratorCatalog.load());

    static List<String> files() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(EXPECTED))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void asksForWhatTheFileAsksForAndNamesWhatIsLost(String name) throws IOException {
        assertThat(summary(name)).isEqualTo(expected().get(name));
    }

    @Test
    void everyFileIsExpected() throws IOException {
        assertThat(expected().keySet()).containsExactlyElementsOf(files());
    }

    private static List<String> summary(String name) throws IOException {
        var file = Files.readAllBytes(FOLDER.resolve(name));
        Conversion conversion;
        try {
            conversion = FILES.convert(file);
        } catch (Failure refused) {
            var lines = new ArrayList<String>();
            lines.add("refused " + refused.reason());
            refused.violations().forEach(wrong -> lines.add("line " + wrong.line() + " wrong " + wrong.field()));
            return lines;
        }
        Accepted.isReadBackAsTheSame(conversion.spec());
        var spec = conversion.spec();
        var resources = spec.resources();
        var lines = new ArrayList<String>();
        lines.add(spec.name() + " x" + spec.replicas() + " of " + cards(conversion) + ", " + resources.cpus()
                + " cores, " + (resources.memory() == null ? "any" : resources.memory()) + " memory"
                + (spec.array() == null ? "" : ", " + spec.array().atOnce() + " tasks at once"));
        conversion
                .losses()
                .forEach(loss -> lines.add(
                        "line " + loss.line() + (loss.changesMeaning() ? " changed " : " lost ") + loss.what()));
        return lines;
    }

    private static String cards(Conversion conversion) {
        var choices = conversion.spec().resources().accelerators();
        if (choices.isEmpty()) {
            return "no card";
        }
        return choices.size() > 8
                ? choices.size() + " models"
                : choices.stream()
                        .map(choice -> choice instanceof AcceleratorChoice.Named named
                                ? named.name() + ":" + named.count()
                                : choice.inWords())
                        .collect(
                                Collectors.joining(conversion.spec().resources().ordered() ? " then " : " or "));
    }

    private static Map<String, List<String>> expected() throws IOException {
        var all = new TreeMap<String, List<String>>();
        List<String> current = List.of();
        for (var line : Files.readAllLines(FOLDER.resolve(EXPECTED), StandardCharsets.UTF_8)) {
            if (line.startsWith("  ")) {
                current.add(line.strip());
            } else if (!line.isBlank()) {
                current = new ArrayList<>();
                all.put(line, current);
            }
        }
        return all;
    }
}
