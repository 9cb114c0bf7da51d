package io.isobar.broker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.samples.Pools;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CountBudgetTest {
    private static final Instant NOW = Pools.NOW;

    private final CountBudget budget = new CountBudget(1_000);

    @Test
    void givesASecondsWorthAtOnceAndNoMore() {
        assertThat(budget.takes(600, NOW)).isTrue();
        assertThat(budget.takes(400, NOW)).isTrue();
        assertThat(budget.takes(1, NOW)).isFalse();
    }

    @Test
    void comesBackWithTime() {
        budget.takes(1_000, NOW);

        assertThat(budget.takes(100, NOW.plusMillis(99))).isFalse();
        assertThat(budget.takes(100, NOW.plusMillis(100))).isTrue();
        assertThat(budget.takes(1_000, NOW.plusSeconds(60))).isTrue();
        assertThat(budget.takes(1, NOW.plusSeconds(60))).isFalse();
    }

    @Test
    void moreThanASecondsWorthTakesAllOfIt() {
        assertThat(budget.takes(5_000, NOW)).isTrue();
        assertThat(budget.takes(5_000, NOW.plusMillis(999))).isFalse();
        assertThat(budget.takes(5_000, NOW.plusSeconds(1))).isTrue();
    }

    @Test
    void aClockThatIsSetBackStopsItForNoLongerThanASecond() {
        budget.takes(1_000, NOW);

        assertThat(budget.takes(1, NOW.minusSeconds(3_600))).isFalse();
        assertThat(budget.takes(1_000, NOW.minusSeconds(3_599))).isTrue();
    }
}
