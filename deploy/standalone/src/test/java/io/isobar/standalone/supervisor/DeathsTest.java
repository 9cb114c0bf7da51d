package io.isobar.standalone.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeathsTest {
    private static final RestartPolicy POLICY =
            new RestartPolicy(4, Duration.ofMinutes(1), Duration.ofMillis(100), Duration.ofMillis(500));
    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    private final Deaths deaths = new Deaths(POLICY, new Random(1));

    @Test
    void doublesThePauseUpToTheCeilingAndShortensItByAtMostHalf() {
        long[] longest = {100, 200, 400, 500};
        for (int i = 0; i < longest.length; i++) {
            long pause = deaths.pauseAfter(NOON.plusMillis(i)).orElseThrow().toMillis();
            assertThat(pause).as("pause %d", i).isBetween(longest[i] / 2, longest[i]);
        }
    }

    @Test
    void givesUpAfterTooManyDeathsWithinTheWindow() {
        for (int i = 0; i < POLICY.tries(); i++) {
            assertThat(deaths.pauseAfter(NOON.plusSeconds(i))).isPresent();
        }
        assertThat(deaths.pauseAfter(NOON.plusSeconds(10))).isEqualTo(Optional.empty());
    }

    @Test
    void countsOnlyTheDeathsWithinTheWindow() {
        for (int i = 0; i < 20; i++) {
            assertThat(deaths.pauseAfter(NOON.plusSeconds(30L * i))).isPresent();
        }
    }

    @Test
    void beginsAnewAfterForgetting() {
        for (int i = 0; i < POLICY.tries(); i++) {
            deaths.pauseAfter(NOON);
        }
        deaths.forget();
        assertThat(deaths.pauseAfter(NOON).orElseThrow()).isLessThanOrEqualTo(POLICY.first());
    }
}
