package io.isobar.broker.resource;

import static io.isobar.broker.resource.SeededCases.magnitude;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "30m, 1800, 30m",
        "2h, 7200, 2h",
        "1h30m, 5400, 1h30m",
        "10s, 10, 10s",
        "5d, 432000, 5d",
        "360 h, 1296000, 15d",
        "1h 30m, 5400, 1h30m",
        "0s, 0, 0s",
        "90m, 5400, 1h30m",
        "1d1s, 86401, 1d1s",
        "1500ms, 1.5, 1s500ms"
    })
    void readsAndPrintsADuration(String text, String seconds, String printed) {
        Duration duration = DurationText.parse(text);
        assertThat(duration.toMillis()).isEqualTo((long) (Double.parseDouble(seconds) * 1_000));
        assertThat(DurationText.print(duration)).isEqualTo(printed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "30",
                "0",
                "m",
                "-5m",
                "1.5h",
                "1e3s",
                "30 min",
                "30M",
                "1H",
                "30m1h",
                "1h1h",
                "1h30",
                "PT30M",
                "３0m",
                "1:30:00",
                "1w",
                "1mo",
                "1y",
                "99999999999999999999s",
                "9223372036854775807d",
                "1h-30m",
                "NaNs",
                "1h,30m"
            })
    void refusesWhatIsNotExactlyADuration(String text) {
        assertThatExceptionOfType(QuantityException.class)
                .isThrownBy(() -> DurationText.parse(text))
                .withMessageStartingWith("duration \"")
                .withMessageContaining("Write whole numbers");
    }

    @Test
    void readsBackEveryDurationThatItPrints() {
        SeededCases.check(20_000, random -> {
            var duration = Duration.ofSeconds(magnitude(random), random.nextInt(1_000_000_000));
            assertThat(DurationText.parse(DurationText.print(duration))).isEqualTo(duration);
        });
    }
}
