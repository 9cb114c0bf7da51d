package io.isobar.broker.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.catalog.MemoryLabel.Reading.Implausible;
import io.isobar.broker.catalog.MemoryLabel.Reading.Plausible;
import io.isobar.broker.catalog.MemoryLabel.Unit;
import io.isobar.broker.resource.Memory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Case 43: a label in bytes on one node and in MiB on another, MiB taken for MB. */
class MemoryLabelTest {
    @ParameterizedTest
    @CsvSource({
        "81559, MEBIBYTES, 80, 81559Mi, false",
        "85520809984, MEBIBYTES, 80, 81559Mi, true",
        "81559, BYTES, 80, 81559Mi, true",
        "80, MEBIBYTES, 80, 80Gi, true",
        "85899, MEBIBYTES, 80, 85899M, true",
        "68719, MEBIBYTES, 64, 68719M, true",
        "64G, BYTES, 64, 64G, false",
        "39538, MEBIBYTES, 40, 39538Mi, false",
        "39538, MEBIBYTES, , 39538Mi, false",
        "41458597888, MEBIBYTES, , 39538Mi, true"
    })
    void takesTheUnitThatIsPlausible(String text, Unit documented, Long nominal, String memory, boolean warned) {
        assertThat(MemoryLabel.read(text, documented, nominal == null ? null : Memory.ofGibibytes(nominal)))
                .isInstanceOfSatisfying(Plausible.class, plausible -> {
                    assertThat(plausible.memory()).isEqualTo(Memory.parse(memory));
                    assertThat(plausible.warning().isEmpty()).isNotEqualTo(warned);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "40960, MEBIBYTES, 80",
        "0, MEBIBYTES, 80",
        "0, MEBIBYTES, ",
        "-1, BYTES, 80",
        "1e3, BYTES, 80",
        "'', BYTES, 80",
        "9223372036854775807, MEBIBYTES, 80",
        "9223372036854775808, BYTES, ",
        "NaN, BYTES, ",
        "81559m, BYTES, 80",
        "64G, BYTES, 80"
    })
    void doesNotUseWhatIsPlausibleInNoUnit(String text, Unit documented, Long nominal) {
        assertThat(MemoryLabel.read(text, documented, nominal == null ? null : Memory.ofGibibytes(nominal)))
                .isInstanceOf(Implausible.class);
    }
}
