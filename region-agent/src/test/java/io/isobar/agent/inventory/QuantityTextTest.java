package io.isobar.agent.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTextTest {
    @ParameterizedTest
    @CsvSource({
        "16Gi,17179869184",
        "16GiB,17179869184",
        "16 GiB,17179869184",
        "16G,16000000000",
        "16GB,16000000000",
        "1.5Gi,1610612736",
        "512Mi,536870912",
        "1Ti,1099511627776"
    })
    void readsMemoryWithItsUnit(String text, long bytes) {
        assertThat(MemorySize.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"16384", "-1Gi", "1e3Gi", "1024m", "１６Gi", "", "Gi", "NaNGi", "99999999999999Pi", "16gib"})
    void refusesMemoryThatMayMeanAnything(String text) {
        assertThatThrownBy(() -> MemorySize.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7.8", "CNY 7.8", "-1 CNY", "7,8 CNY", "7.8 cny", "1e3 CNY", "7.8  CNY", ""})
    void refusesPricesThatAreNotOne(String text) {
        assertThatThrownBy(() -> Money.parse(text)).hasMessageContaining("7.8 CNY");
    }

    @Test
    void readsDurations() {
        assertThat(DurationText.parse("250ms")).isEqualTo(Duration.ofMillis(250));
        assertThat(DurationText.parse("2h")).isEqualTo(Duration.ofHours(2));
        assertThatThrownBy(() -> DurationText.parse("5")).hasMessageContaining("not a span of time");
    }
}
