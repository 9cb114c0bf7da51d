package io.isobar.standalone.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuarkusServiceTest {
    @TempDir
    Path folder = Path.of("");

    @BeforeEach
    void build() throws IOException {
        Files.createFile(folder.resolve("quarkus-run.jar"));
    }

    private List<String> command(String... javaOptions) {
        return new QuarkusService(new ServiceSettings(
                        "broker",
                        "nowhere",
                        folder.resolve("quarkus-run.jar"),
                        folder.resolve("data"),
                        folder.resolve("broker.log"),
                        1,
                        false,
                        Map.of(),
                        "",
                        Map::of,
                        List.of(javaOptions)))
                .prepare()
                .command();
    }

    @Test
    void startsFromTheClassesThatLieBesideItsJar() throws IOException {
        assertThat(command()).noneMatch(option -> option.startsWith("-XX:AOT"));

        Files.createFile(folder.resolve("app.aot"));

        assertThat(command()).contains("-XX:AOTCache=" + folder.resolve("app.aot"));
    }

    @Test
    void takesTheWordOfWhoeverSaysWhichClasses() throws IOException {
        Files.createFile(folder.resolve("app.aot"));

        assertThat(command("-XX:AOTCacheOutput=new.aot"))
                .contains("-XX:AOTCacheOutput=new.aot")
                .noneMatch(option -> option.startsWith("-XX:AOTCache="));
    }
}
