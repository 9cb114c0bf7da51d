package io.isobar.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "30m, 1800000",
        "90m, 5400000",
        "1h30m, 5400000",
        "1h 30m, 5400000",
        "360 h, 1296000000",
        "5d, 432000000",
        "1d1s, 86401000",
        "0s, 0",
        "1500ms, 1500",
        "1m1ms, 60001"
    })
    void readsWhatAWorkloadFileMaySay(String text, long ms) {
        assertThat(DurationText.parse(text)).contains(Duration.ofMillis(ms));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "30",
                "m",
                "-5m",
                "1.5h",
                "30 min",
                "1H",
                "30m1h",
                "1h1h",
                "1h30",
                "PT30M",
                "３0m",
                "1:30:00",
                "1w",
                "9999999999s"
            })
    void nothingElseIsADuration(String text) {
        assertThat(DurationText.parse(text)).isEmpty();
    }
}
