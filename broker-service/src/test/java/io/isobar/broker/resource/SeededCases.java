package io.isobar.broker.resource;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Runs a property over many random cases, each with a seed of its own. A failure names the seed; {@code
 * -Disobar.seed=N} runs that one case again.
 */
public final class SeededCases {
    private static final String SEED = System.getProperty("isobar.seed", "");
    private static final long FIRST = SEED.isEmpty() ? 20_261_125L : Long.parseLong(SEED);

    private SeededCases() {}

    public static void check(int cases, Consumer<RandomGenerator> property) {
        RandomGeneratorFactory<RandomGenerator> factory = RandomGeneratorFactory.of("L64X128MixRandom");
        for (int i = 0; i < (SEED.isEmpty() ? cases : 1); i++) {
            long seed = FIRST + i;
            try {
                property.accept(factory.create(seed));
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("failed with -Disobar.seed=" + seed + ": " + failure.getMessage(), failure);
            }
        }
    }

    /** Non-negative, of every magnitude, with the edges often. */
    public static long magnitude(RandomGenerator random) {
        return switch (random.nextInt(16)) {
            case 0 -> 0;
            case 1 -> Long.MAX_VALUE;
            case 2 -> (1L << 53) + random.nextInt(3) - 1;
            default -> random.nextLong() >>> (1 + random.nextInt(63));
        };
    }

    public static long signed(RandomGenerator random) {
        return random.nextBoolean() ? magnitude(random) : -magnitude(random);
    }
}
