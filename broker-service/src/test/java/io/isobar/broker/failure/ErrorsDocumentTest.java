package io.isobar.broker.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorsDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/errors.md");

    @Test
    void tellsOfEveryReasonWhatItMeansAndWhatToDo() throws IOException {
        assertThat(rows())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Reason.values())
                        .map(reason -> "| `" + reason + "` | " + reason.meaning() + " | "
                                + (reason.remedy().isEmpty() ? "-" : reason.remedy()) + " |")
                        .toList());
    }

    @Test
    void putsEveryReasonUnderItsKind() throws IOException {
        String kind = "";
        for (var line : Files.readAllLines(DOCUMENT)) {
            if (line.startsWith("## ")) {
                kind = line.substring(3);
            } else if (line.startsWith("| `")) {
                var reason = Reason.valueOf(line.substring(3, line.indexOf('`', 3)));
                assertThat(reason.kind().name()).as(reason.name()).isEqualTo(kind);
            }
        }
    }

    private static List<String> rows() throws IOException {
        return Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("| `"))
                .toList();
    }
}
