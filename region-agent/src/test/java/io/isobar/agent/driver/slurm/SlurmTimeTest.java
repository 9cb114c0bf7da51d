package io.isobar.agent.driver.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SlurmTimeTest {
    @ParameterizedTest
    @CsvSource({
        "2-00:30:00, P2DT30M",
        "365-00:00:00, P365D",
        "1-12, P1DT12H",
        "00:01:00, PT1M",
        "100:00:00, PT100H",
        "30:00, PT30M"
    })
    void readsASpan(String text, Duration span) {
        assertThat(SlurmTime.parse(text)).isEqualTo(span);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNLIMITED", "INFINITE", "NONE"})
    void readsThatThereIsNoLimit(String text) {
        assertThat(SlurmTime.parse(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "1:2:3:4", "-1:00"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> SlurmTime.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"PT1S, 1", "PT60S, 1", "PT60.5S, 2", "PT2H, 120"})
    void neverAsksForLess(Duration limit, long minutes) {
        assertThat(SlurmTime.minutes(limit)).isEqualTo(minutes);
    }
}
