package io.isobar.integration.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The faults that make sim-mutations plants can still be planted: what each of them replaces is in the sources, once. */
class MutationsTest {
    private static final Path FOLDER = Path.of("src/test/mutations");
    private static final Pattern MUTATION = Pattern.compile(
            "[^\n]+\\.\nfile: (?<file>[^\n]+)\n(?:seed: -?[0-9]+\n)?<<<\n(?<there>.*)\n===\n(?<planted>.*?)\n?>>>\n",
            Pattern.DOTALL);

    static List<Path> mutations() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".mutation"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void replacesWhatIsThereOnce(Path file) throws IOException {
        var mutation = MUTATION.matcher(Files.readString(file));
        assertThat(mutation.matches()).as("form of %s", file).isTrue();
        var source = Files.readString(Path.of("..").resolve(mutation.group("file")));

        assertThat(source.split(Pattern.quote(mutation.group("there")), -1))
                .as("%s", mutation.group("file"))
                .hasSize(2);
        assertThat(mutation.group("planted")).isNotEqualTo(mutation.group("there"));
    }
}
