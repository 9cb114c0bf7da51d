package io.isobar.standalone.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
    @TempDir
    Path folder;

    @Test
    void movesALongLogAsideUnderTheHandsOfItsWriter() throws IOException {
        Path full = folder.resolve("full.log");
        Path small = Files.writeString(folder.resolve("small.log"), "12345");
        try (var writer = Files.newOutputStream(full, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            writer.write("1234567890A".getBytes(StandardCharsets.UTF_8));
            new LogFiles(folder, 10).trim();
            writer.write("later".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(full).hasContent("later");
        assertThat(folder.resolve("full.log.1")).hasContent("1234567890A");
        assertThat(small).hasContent("12345");
        assertThat(folder.resolve("small.log.1")).doesNotExist();
    }
}
