package io.isobar.agent.driver.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.inventory.SiteQueue;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WaitErrorsTest {
    private static Duration hours(int hours) {
        return Duration.ofHours(hours);
    }

    @Test
    void believesAForecastUntilItWasWrong() {
        SiteQueue.Wait wait = WaitErrors.NONE.correct(hours(2));

        assertThat(wait.mean()).isEqualTo(hours(2));
        assertThat(wait.high()).isBetween(hours(4), hours(5));
    }

    @Test
    void learnsThatAllTakesThreeTimesAsLongAsIsForetold() {
        WaitErrors errors = WaitErrors.NONE;
        for (int start = 0; start < 40; start++) {
            errors = errors.with(hours(1 + start % 5), hours(3 * (1 + start % 5)));
        }

        SiteQueue.Wait wait = errors.correct(hours(4));

        assertThat(wait.mean()).isBetween(hours(9), hours(13));
        assertThat(wait.high()).isBetween(hours(11), hours(20));
    }

    @Test
    void learnsThatForecastsAreAllOver() {
        WaitErrors errors = WaitErrors.NONE;
        for (int start = 0; start < 40; start++) {
            errors = errors.with(hours(2), start % 2 == 0 ? Duration.ofMinutes(10) : hours(20));
        }

        assertThat(errors.correct(hours(2)).high()).isGreaterThan(hours(12));
    }

    @Test
    void isNotMovedByShortWaits() {
        WaitErrors errors = WaitErrors.NONE;
        for (int start = 0; start < 40; start++) {
            errors = errors.with(Duration.ZERO, Duration.ofSeconds(5));
        }

        assertThat(errors.correct(hours(1)).mean()).isBetween(hours(1), Duration.ofMinutes(70));
        assertThat(errors.correct(Duration.ZERO).mean()).isZero();
    }

    @Test
    void saysNoMoreThanAYear() {
        assertThat(WaitErrors.NONE.correct(Duration.ofDays(10_000)).high()).isEqualTo(SiteQueue.LONGEST);
    }
}
