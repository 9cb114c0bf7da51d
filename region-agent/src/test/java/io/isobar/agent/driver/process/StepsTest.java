package io.isobar.agent.driver.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepsTest {
    @ParameterizedTest(name = "around {0}")
    @ValueSource(doubles = {0, 100, 249, 250, 251, 375, 500, 749, 750, 751, 3_000})
    void noiseOfLessThanAQuarterOfAStepChangesItOnceAtMost(double figure) {
        var steps = new Steps(500);
        var random = new Random(1);
        long changes = 0;
        long before = steps.at(figure);
        for (int i = 0; i < 10_000; i++) {
            long now = steps.at(figure + (random.nextDouble() - 0.5) * 2 * 124);
            changes += now == before ? 0 : 1;
            before = now;
        }

        assertThat(changes).as("seed 1").isLessThanOrEqualTo(1);
    }

    @Test
    void followsWhatReallyChanges() {
        var steps = new Steps(500);

        assertThat(steps.at(1_600)).isEqualTo(1_500);
        assertThat(steps.at(1_250)).isEqualTo(1_500);
        assertThat(steps.at(900)).isEqualTo(1_000);
        assertThat(steps.at(0)).isZero();
    }
}
