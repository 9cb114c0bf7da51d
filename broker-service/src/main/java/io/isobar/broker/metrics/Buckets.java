package io.isobar.broker.metrics;

import java.time.Duration;
import java.util.Arrays;

/** Upper bounds of histograms. */
final class Buckets {
    /** What the leader does while others wait for it. */
    static final Duration[] WORK = millis(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000);

    /** From an order to a running process. */
    static final Duration[] START =
            millis(100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000);

    /** Of work that waits for capacity: up to a week. */
    static final Duration[] WAIT = millis(
            100,
            500,
            1_000,
            5_000,
            15_000,
            60_000,
            300_000,
            900_000,
            3_600_000,
            14_400_000,
            43_200_000,
            86_400_000,
            259_200_000,
            604_800_000);

    /** Events of one turn. */
    static final double[] BATCH = {1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_000};

    private Buckets() {}

    private static Duration[] millis(long... bounds) {
        return Arrays.stream(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
