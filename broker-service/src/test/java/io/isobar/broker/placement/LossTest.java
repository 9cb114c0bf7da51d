package io.isobar.broker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.TrackRecord;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.workload.Checkpoint;
import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LossTest {
    private static final int RUNS = 40_000;

    private static double expected(double hazard, double hours, @Nullable Checkpoint checkpoint) {
        return ((Loss.Expected) Loss.of(hazard, hours, checkpoint)).hours();
    }

    private static Checkpoint checkpoint(
            @Nullable Duration every, @Nullable Duration saveTakes, @Nullable Duration restartTakes) {
        return new Checkpoint("s3://state", every, saveTakes, restartTakes);
    }

    /** Hours beyond {@code hours} that one run takes which starts from nothing after each failure. */
    private static double unguarded(double hazard, double hours, RandomGenerator random) {
        double lost = 0;
        while (true) {
            double untilFailure = random.nextExponential() / hazard;
            if (untilFailure >= hours) {
                return lost;
            }
            lost += untilFailure;
        }
    }

    /** The same with a state that is saved now and then. */
    private static double guarded(
            double hazard, double hours, double every, double save, double restart, RandomGenerator random) {
        double done = 0;
        double spent = 0;
        while (done < hours) {
            double step = Math.min(every, hours - done);
            double untilFailure = random.nextExponential() / hazard;
            if (untilFailure >= step + save) {
                done += step;
                spent += step + save;
            } else {
                spent += untilFailure + restart;
            }
        }
        return spent - hours;
    }

    @ParameterizedTest
    @CsvSource({"0.01, 10", "0.01, 100", "0.02, 100", "0.5, 4"})
    void isWhatRunsWithoutACheckpointLoseOnAverage(double hazard, double hours) {
        var random = new Random(7);
        double sum = 0;
        for (int i = 0; i < RUNS; i++) {
            sum += unguarded(hazard, hours, random);
        }

        double formula = expected(hazard, hours, null);

        assertThat(formula).isBetween(0.95 * sum / RUNS, 1.05 * sum / RUNS);
    }

    @ParameterizedTest
    @CsvSource({"0.004, 1440, 0.5, 0.0333, 0.1667", "0.01, 200, 1, 0.05, 0.1", "0.02, 50, 0.25, 0.01, 0.2"})
    void isWhatRunsWithCheckpointsLoseOnAverage(
            double hazard, double hours, double every, double save, double restart) {
        var random = new Random(7);
        double sum = 0;
        int runs = RUNS / 40;
        for (int i = 0; i < runs; i++) {
            sum += guarded(hazard, hours, every, save, restart, random);
        }

        double formula = expected(hazard, hours, checkpoint(hoursLong(every), hoursLong(save), hoursLong(restart)));

        assertThat(formula).isBetween(0.93 * sum / runs, 1.07 * sum / runs);
    }

    private static Duration hoursLong(double hours) {
        return Duration.ofMillis(Math.round(hours * 3_600_000));
    }

    @Test
    void noIntervalIsBetterThanTheOneThatIsChosenWhereNoneIsDeclared() {
        double hazard = 0.004;
        double chosen = expected(hazard, 1440, checkpoint(null, Duration.ofMinutes(2), Duration.ofMinutes(10)));

        for (int minutes = 5; minutes < 2_000; minutes += 5) {
            assertThat(expected(
                            hazard,
                            1440,
                            checkpoint(Duration.ofMinutes(minutes), Duration.ofMinutes(2), Duration.ofMinutes(10))))
                    .as("every %s min", minutes)
                    .isGreaterThanOrEqualTo(chosen * 0.999);
        }
    }

    @Test
    void aLongRunOnManyCardsWithoutACheckpointHasNoFigure() {
        double hazard = Hazards.DEFAULT.perHour(1_000, BillingMode.ON_DEMAND, TrackRecord.NONE);

        assertThat(Loss.of(hazard, 1440, null))
                .isInstanceOfSatisfying(
                        Loss.Unsaid.class,
                        unsaid ->
                                assertThat(unsaid.why()).contains("28 failures").contains("spec.checkpoint"));
    }

    @Test
    void aThousandCardsFailEveryTwoDays() {
        double hazard = Hazards.DEFAULT.perHour(1_000, BillingMode.ON_DEMAND, TrackRecord.NONE);

        assertThat(1 / hazard).isBetween(50.0, 51.0);
    }

    @Test
    void whatIsNotDeclaredOfACheckpointIsSaid() {
        assertThat(Loss.of(0.01, 10, checkpoint(null, null, null))).isInstanceOf(Loss.Unsaid.class);
        assertThat(((Loss.Expected) Loss.of(0.01, 10, checkpoint(Duration.ofHours(1), null, null))).detail())
                .contains("time to save not declared");
    }
}
