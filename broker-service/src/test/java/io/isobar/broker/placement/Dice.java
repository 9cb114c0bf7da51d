package io.isobar.broker.placement;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What a random case is drawn with. */
abstract class Dice {
    final RandomGenerator random;

    Dice(RandomGenerator random) {
        this.random = random;
    }

    @SafeVarargs
    final <T> T pick(T... of) {
        return of[random.nextInt(of.length)];
    }

    @SafeVarargs
    final <T> @Nullable T orNull(T... of) {
        int at = random.nextInt(of.length + 1);
        return at == of.length ? null : of[at];
    }
}
