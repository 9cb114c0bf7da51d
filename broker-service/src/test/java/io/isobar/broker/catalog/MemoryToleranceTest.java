package io.isobar.broker.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.resource.Memory;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryToleranceTest {
    @ParameterizedTest
    @CsvSource({"40, 39538", "16, 15360", "80, 81559", "80, 81920", "64, 65536", "141, 143771", "24, 24576", "32, 32510"
    })
    void takesWhatDriversReportForTheNominalSize(int gigabytes, long mebibytes) {
        Memory nominal = MemoryTolerance.nominal(BigDecimal.valueOf(gigabytes));
        assertThat(MemoryTolerance.matches(nominal, Memory.ofMebibytes(mebibytes)))
                .isTrue();
        assertThat(MemoryTolerance.covers(Memory.ofMebibytes(mebibytes), nominal))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"80, 40960", "40, 81920", "48, 40960", "32, 24576", "24, 21527", "80, 76000", "141, 98304"})
    void doesNotTakeOneSizeForAnother(int gigabytes, long mebibytes) {
        Memory nominal = MemoryTolerance.nominal(BigDecimal.valueOf(gigabytes));
        assertThat(MemoryTolerance.matches(nominal, Memory.ofMebibytes(mebibytes)))
                .isFalse();
    }

    @Test
    void doesNotWrapForHugeAmounts() {
        var huge = new Memory(Long.MAX_VALUE);
        assertThat(MemoryTolerance.covers(Memory.ofGibibytes(80), huge)).isFalse();
        assertThat(MemoryTolerance.matches(huge, Memory.ZERO)).isFalse();
        assertThat(MemoryTolerance.covers(huge, huge)).isTrue();
    }
}
