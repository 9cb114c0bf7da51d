package io.isobar.broker.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WorkloadFileDocumentTest {
    @Test
    void describesEveryFieldAndNoOther() throws IOException {
        var described = Files.readAllLines(Path.of("../docs/workload-file.md")).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(3, line.indexOf('`', 3)))
                .toList();

        assertThat(described).containsExactlyInAnyOrderElementsOf(KnownFields.all());
    }
}
