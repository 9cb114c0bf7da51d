package io.isobar.broker.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GammaTest {
    /** Halves of the chi-squared quantiles with twice as many degrees of freedom, as tables print them. */
    @ParameterizedTest
    @CsvSource({
        "0.5, 0.05, 0.00393214",
        "0.5, 0.95, 3.841459",
        "1, 0.05, 0.1025866",
        "1, 0.95, 5.991465",
        "2, 0.95, 9.487729",
        "5, 0.05, 3.940299",
        "5, 0.95, 18.307038",
        "15, 0.95, 43.772972",
        "50, 0.95, 124.342113"
    })
    void agreesWithTheTablesOfTheChiSquaredDistribution(double shape, double p, double chiSquared) {
        assertThat(Gamma.quantile(shape, p)).isCloseTo(chiSquared / 2, within(1e-6));
    }

    @Test
    void whatIsBelowAQuantileIsItsProbability() {
        for (double shape = 0.3; shape < 3_000; shape *= 1.7) {
            for (double p = 0.01; p < 1; p += 0.07) {
                assertThat(Gamma.below(shape, Gamma.quantile(shape, p)))
                        .as("%s, %s", shape, p)
                        .isCloseTo(p, within(1e-9));
            }
        }
    }

    @Test
    void refusesWhatIsNoShapeAndNoProbability() {
        assertThatThrownBy(() -> Gamma.quantile(0, 0.5)).hasMessageContaining("not 0.0 and 0.5");
        assertThatThrownBy(() -> Gamma.quantile(1, 1)).hasMessageContaining("not 1.0 and 1.0");
    }
}
