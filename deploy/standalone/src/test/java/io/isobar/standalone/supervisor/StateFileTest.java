package io.isobar.standalone.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFileTest {
    @TempDir
    Path folder;

    @Test
    void readsWhatWasWritten() {
        FederationState state = new FederationState(
                Phase.FAILED,
                12,
                1_795_590_330_123L,
                0,
                "port 8080 is taken\n    \"quoted\" \\ and \u0007 贵安",
                "http://127.0.0.1:8080",
                "127.0.0.1:9090",
                List.of(
                        new PartState("kafka", Condition.READY, 77, "127.0.0.1:1 (Kafka)", 5, 6, 7, ""),
                        PartState.waiting("local", "region local", 9)));
        Path file = folder.resolve("state.json");
        StateFile.write(file, state);
        assertThat(StateFile.read(file)).contains(state);
    }

    @Test
    void knowsNothingFromAnAbsentOrDamagedFile() throws IOException {
        Path file = folder.resolve("state.json");
        assertThat(StateFile.read(file)).isEmpty();
        Files.writeString(file, "{\"phase\": \"REA");
        assertThat(StateFile.read(file)).isEmpty();
        Files.writeString(file, "{}");
        assertThat(StateFile.read(file)).isEmpty();
    }
}
