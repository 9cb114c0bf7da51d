package io.isobar.broker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunTimesTest {
    @ParameterizedTest
    @CsvSource({
        "360, 360 h",
        "1.5, 1.50 h",
        "0.1, 0.10 h",
        "0.0999, 6.0 min",
        "0.05, 3 min",
        "0.005, 18 s",
        "0.000125, 0.5 s",
        "0, 0 h",
    })
    void isWrittenInTheUnitInWhichItCanBeRead(double hours, String text) {
        assertThat(RunTimes.hours(hours)).isEqualTo(text);
    }
}
