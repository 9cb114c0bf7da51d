package io.isobar.broker.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class RoundPolicyTest {
    private static final double ROUND = 360;
    private static final OptionalInt WAITS = OptionalInt.empty();

    @Test
    void runsTheShorterOfTwoJobsThatAreAlike() {
        Job longer = new Job(List.of(10.0, 1.0), 1e6);
        Job shorter = new Job(List.of(10.0, 1.0), 9e5);
        assertThat(assign(List.of(1, 0), longer, shorter)).containsExactly(WAITS, OptionalInt.of(0));
    }

    @Test
    void givesTheFastTypeToWhomItHelpsMore() {
        Job fourTimesAsFast = new Job(List.of(4.0, 1.0), 4e5);
        Job twiceAsFast = new Job(List.of(200.0, 100.0), 2e7);
        assertThat(assign(List.of(1, 1), twiceAsFast, fourTimesAsFast))
                .containsExactly(OptionalInt.of(1), OptionalInt.of(0));
    }

    @Test
    void prefersProgressToAnEarlyEndUnlessTheTimesAreFarApart() {
        // On the only type the one is at its best and the other at half of that.
        Job longAtItsBest = new Job(List.of(1.0, 0.0), 1e6);
        Job shortAtHalf = new Job(List.of(1.0, 2.0), 2e5);
        assertThat(assign(List.of(1, 0), longAtItsBest, shortAtHalf)).containsExactly(OptionalInt.of(0), WAITS);
        assertThat(new RoundPolicy(List.of(1, 0), ROUND, 1)
                        .assign(List.of(longAtItsBest, shortAtHalf))
                        .types())
                .containsExactly(WAITS, OptionalInt.of(0));
    }

    @Test
    void tellsJobsThatEndWithinTheRoundApartByTheirOrderAlone() {
        Job first = new Job(List.of(1.0), 300);
        Job second = new Job(List.of(1.0), 1);
        assertThat(assign(List.of(1), first, second)).containsExactly(OptionalInt.of(0), WAITS);
    }

    @Test
    void neverRunsAJobWhereItCannot() {
        Job onlyOnSecond = new Job(List.of(0.0, 3.0), 1e4);
        Job nowhere = new Job(List.of(0.0, 0.0), 1e4);
        assertThat(assign(List.of(5, 0), onlyOnSecond, nowhere)).containsExactly(WAITS, WAITS);
        assertThat(assign(List.of(5, 1), onlyOnSecond, nowhere)).containsExactly(OptionalInt.of(1), WAITS);
    }

    @Test
    void doesNotDependOnHowStepsAreCounted() {
        for (long seed = 1; seed <= 200; seed++) {
            RandomGenerator dice = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
            List<Job> jobs = new ArrayList<>();
            List<Job> inOtherSteps = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                List<Double> throughputs = List.of(dice.nextDouble(), dice.nextDouble(), dice.nextDouble());
                double remaining = 1 + dice.nextDouble() * 1e6;
                jobs.add(new Job(throughputs, remaining));
                // A power of two: exact.
                double factor = 1L << dice.nextInt(20);
                inOtherSteps.add(new Job(
                        throughputs.stream().map(speed -> speed * factor).toList(), remaining * factor));
            }
            RoundPolicy policy = new RoundPolicy(List.of(3, 2, 4), ROUND, RoundPolicy.EXPONENT);
            assertThat(policy.assign(inOtherSteps)).as("seed %d", seed).isEqualTo(policy.assign(jobs));
        }
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> assign(List.of(1, 1), new Job(List.of(1.0), 1)))
                .hasMessageContaining("2 types");
        assertThatThrownBy(() -> new RoundPolicy(List.of(-1), ROUND, 0)).hasMessageContaining("[-1]");
        assertThatThrownBy(() -> new RoundPolicy(List.of(1), 0, 0)).hasMessageContaining("0.0");
        assertThatThrownBy(() -> new RoundPolicy(List.of(1), ROUND, Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> new Job(List.of(-1.0), 1)).hasMessageContaining("[-1.0]");
        assertThatThrownBy(() -> new Job(List.of(1.0), 0)).hasMessageContaining("0.0");
    }

    private static List<OptionalInt> assign(List<Integer> slots, Job... jobs) {
        return new RoundPolicy(slots, ROUND, RoundPolicy.EXPONENT)
                .assign(List.of(jobs))
                .types();
    }
}
