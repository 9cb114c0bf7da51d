package io.isobar.standalone.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The recent deaths of one part, and what follows from them. */
final class Deaths {
    private static final double JITTER = 0.5;

    private final RestartPolicy policy;
    private final RandomGenerator random;
    private final Deque<Instant> recent = new ArrayDeque<>();

    Deaths(RestartPolicy policy, RandomGenerator random) {
        this.policy = policy;
        this.random = random;
    }

    /**
     * Notes a death. The pause doubles with every recent one and is shortened by up to a half at random, so that parts
     * which died of one cause do not come back in one instant.
     *
     * @return the pause before the next start, or empty when the part is to be given up
     */
    Optional<Duration> pauseAfter(Instant death) {
        recent.addLast(death);
        Instant oldest = death.minus(policy.window());
        recent.removeIf(time -> time.isBefore(oldest));
        if (recent.size() > policy.tries()) {
            return Optional.empty();
        }
        double doubled = policy.first().toMillis() * Math.pow(2, recent.size() - 1.0);
        double bounded = Math.min(doubled, (double) policy.ceiling().toMillis());
        return Optional.of(Duration.ofMillis(Math.round(bounded * (1 - JITTER * random.nextDouble()))));
    }

    void forget() {
        recent.clear();
    }
}
