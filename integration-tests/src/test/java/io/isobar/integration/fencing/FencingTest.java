package io.isobar.integration.fencing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is cut, sleeps, dies or is set: work is given up only once it cannot run, and is stopped only where it may be given up. */
class FencingTest {
    private static final int MINUTE = 60_000;
    /** Silence noticed, lost with its jitter, fence on its way, lease and grace, margin, a hundredth. */
    private static final int LONGEST_UNTIL_GIVEN_UP = 20_000 + 11_000 + 2 * 18_000 + 45_000 + 3_000 + 2_000;

    static long[] seeds() {
        return new Random(20261129).longs(200).toArray();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void isNeverGivenUpWhileItRuns(long seed) {
        var cut = new Cut(seed, 0.1);
        var random = new Random(~seed);
        for (int i = 0; i < 150; i++) {
            cut.pass(100 * (1 + random.nextInt(300)));
            switch (random.nextInt(9)) {
                case 0, 1 -> cut.linkUp = !cut.linkUp;
                case 2 -> cut.agentReachesKafka = !cut.agentReachesKafka;
                case 3 -> cut.brokerReachesKafka = !cut.brokerReachesKafka;
                case 4 -> cut.agentAwake = !cut.agentAwake;
                case 5 -> cut.brokerAwake = !cut.brokerAwake;
                case 6 -> cut.setBrokerClock(Duration.ofSeconds(random.nextInt(7_200) - 3_600));
                case 7 -> cut.brokerDead = true;
                default -> {
                    if (cut.brokerDead) {
                        cut.restartBroker();
                    }
                }
            }
            assertThat(cut.givenUpWhileItRan).as("seed %d, step %d", seed, i).isFalse();
        }
    }

    /** An answer of the topic that was right when it was asked for, and comes when it is not any more. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void isNotRenewedByWhatWasTrueWhenItWasAskedFor(long seed) {
        var cut = new Cut(seed, 0.7);
        cut.pass(MINUTE);
        cut.linkUp = false;
        cut.pass(15_000 + 100 * new Random(seed).nextInt(400));
        cut.agentReachesKafka = false;
        cut.pass(LONGEST_UNTIL_GIVEN_UP);

        assertThat(cut.givenUpWhileItRan).isFalse();
        assertThat(cut.givenUp).isPositive();
    }

    @Test
    void theSeedsReachWhatTheyAreFor() {
        int givenUp = 0;
        for (long seed : seeds()) {
            var cut = new Cut(seed, 0);
            cut.pass(MINUTE);
            cut.linkUp = false;
            cut.agentReachesKafka = seed % 2 == 0;
            cut.pass(LONGEST_UNTIL_GIVEN_UP);
            givenUp += cut.givenUp;
            assertThat(cut.runs()).as("seed %d", seed).isFalse();
        }
        assertThat(givenUp).isEqualTo(seeds().length);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void isGivenUpAlsoByABrokerThatBeganAnewMeanwhile(long seed) {
        var cut = new Cut(seed, 0);
        cut.pass(MINUTE);
        cut.linkUp = false;
        cut.pass(20_000 + 100 * new Random(seed).nextInt(800));
        cut.brokerDead = true;
        cut.pass(5_000);
        cut.restartBroker();
        cut.pass(LONGEST_UNTIL_GIVEN_UP);

        assertThat(cut.givenUp).isPositive();
        assertThat(cut.givenUpWhileItRan).isFalse();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void isNotStoppedForTheAbsenceOfTheBroker(long seed) {
        var cut = new Cut(seed, 0);
        cut.pass(MINUTE);
        cut.brokerDead = true;
        cut.pass(15 * MINUTE);
        cut.restartBroker();
        cut.pass(5 * MINUTE);

        assertThat(cut.stopped).isZero();
        assertThat(cut.givenUp).isZero();
        assertThat(cut.runs()).isTrue();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void isNotStoppedForAKafkaThatIsAway(long seed) {
        var cut = new Cut(seed, 0);
        cut.agentReachesKafka = false;
        cut.brokerReachesKafka = false;
        cut.pass(15 * MINUTE);

        assertThat(cut.stopped).isZero();
        assertThat(cut.runs()).isTrue();
    }
}
