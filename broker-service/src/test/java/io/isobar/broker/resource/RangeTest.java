package io.isobar.broker.resource;

import static io.isobar.broker.resource.SeededCases.magnitude;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeTest {
    @ParameterizedTest
    @CsvSource({
        "64+, 64+",
        "64, 64+",
        "4..8, 4..8",
        "=4, =4",
        "4..4, =4",
        "0.5..1, 0.5..1",
        "500m+, 0.5+",
        "4 .. 8, 4..8"
    })
    void readsARangeOfCores(String text, String printed) {
        assertThat(CpuRange.parse(text)).hasToString(printed);
        assertThat(CpuRange.parse(printed)).isEqualTo(CpuRange.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"512Gi+, 512Gi+", "512Gi, 512Gi+", "64Gi..128Gi, 64Gi..128Gi", "=64GB, =64G"})
    void readsARangeOfMemory(String text, String printed) {
        assertThat(MemoryRange.parse(text)).hasToString(printed);
        assertThat(MemoryRange.parse(printed)).isEqualTo(MemoryRange.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "+", "=", "..", "4..", "..8", "8..4", "4...8", "4..8..9", "=4+", "4++", ">=4", "4-8", "-4+",
                "=4..8", "4..8+", "４+"
            })
    void refusesWhatIsNotARangeOfCores(String text) {
        assertThatExceptionOfType(QuantityException.class)
                .isThrownBy(() -> CpuRange.parse(text))
                .withMessageContaining("Write ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"64+", "64", "64..128Gi", "64Gi..128", "128Gi..64Gi", "1024m+", "64Gi++"})
    void refusesARangeOfMemoryWithoutUnits(String text) {
        assertThatExceptionOfType(QuantityException.class)
                .isThrownBy(() -> MemoryRange.parse(text))
                .withMessageContaining("Write ");
    }

    @Test
    void containsBothItsEndsAndNothingOutside() {
        SeededCases.check(5_000, random -> {
            long low = magnitude(random) / 2;
            long high = low + magnitude(random) / 2;
            var range = new CpuRange(new Cpu(low), new Cpu(high));
            assertThat(range.contains(new Cpu(low))).isTrue();
            assertThat(range.contains(new Cpu(high))).isTrue();
            assertThat(range.contains(new Cpu(high + 1))).isFalse();
            assertThat(low == 0 || !range.contains(new Cpu(low - 1))).isTrue();
            assertThat(CpuRange.atLeast(new Cpu(low)).contains(new Cpu(Long.MAX_VALUE)))
                    .isTrue();
        });
    }
}
