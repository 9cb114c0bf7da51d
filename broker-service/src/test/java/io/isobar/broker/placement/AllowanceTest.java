package io.isobar.broker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.samples.Pools;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AllowanceTest {
    private static final Instant NOW = Pools.NOW;

    private final Allowance allowance = new Allowance(1_000);

    @Test
    void givesASecondsWorthAtOnceAndNoMore() {
        assertThat(allowance.takes(600, NOW)).isTrue();
        assertThat(allowance.takes(400, NOW)).isTrue();
        assertThat(allowance.takes(1, NOW)).isFalse();
    }

    @Test
    void comesBackWithTime() {
        allowance.takes(1_000, NOW);

        assertThat(allowance.takes(100, NOW.plusMillis(99))).isFalse();
        assertThat(allowance.takes(100, NOW.plusMillis(100))).isTrue();
        assertThat(allowance.takes(1_000, NOW.plusSeconds(60))).isTrue();
        assertThat(allowance.takes(1, NOW.plusSeconds(60))).isFalse();
    }

    @Test
    void moreThanASecondsWorthTakesAllOfIt() {
        assertThat(allowance.takes(5_000, NOW)).isTrue();
        assertThat(allowance.takes(5_000, NOW.plusMillis(999))).isFalse();
        assertThat(allowance.takes(5_000, NOW.plusSeconds(1))).isTrue();
    }

    @Test
    void aClockThatIsSetBackStopsItForNoLongerThanASecond() {
        allowance.takes(1_000, NOW);

        assertThat(allowance.takes(1, NOW.minusSeconds(3_600))).isFalse();
        assertThat(allowance.takes(1_000, NOW.minusSeconds(3_599))).isTrue();
    }
}
