package io.isobar.agent.onboarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuantitiesTest {
    @Test
    void showsCoresByTheThousandth() {
        assertThat(Quantities.cores(64_000)).isEqualTo("64");
        assertThat(Quantities.cores(100_000)).isEqualTo("100");
        assertThat(Quantities.cores(500)).isEqualTo("0.5");
        assertThat(Quantities.cores(0)).isEqualTo("0");
    }

    @Test
    void showsBytesInTheLargestUnitOfWhichThereIsOne() {
        assertThat(Quantities.bytes(0)).isEqualTo("0B");
        assertThat(Quantities.bytes(1_023)).isEqualTo("1023B");
        assertThat(Quantities.bytes(512L << 30)).isEqualTo("512Gi");
        assertThat(Quantities.bytes(3L << 39)).isEqualTo("1.5Ti");
    }

    @Test
    void showsSpansInTheLargestUnitThatLeavesNothingOver() {
        assertThat(Quantities.span(Duration.ofDays(7))).isEqualTo("7d");
        assertThat(Quantities.span(Duration.ofHours(36))).isEqualTo("36h");
        assertThat(Quantities.span(Duration.ofMinutes(90))).isEqualTo("90m");
        assertThat(Quantities.span(Duration.ofSeconds(45))).isEqualTo("45s");
    }
}
