package io.isobar.agent.session;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: doubles from {@link #FIRST} to {@link #LIMIT}, each wait drawn evenly from its upper half,
 * so that a thousand agents that lost their broker together do not come back together.
 */
final class Backoff {
    static final Duration FIRST = Duration.ofMillis(100);
    static final Duration LIMIT = Duration.ofSeconds(15);

    private final RandomGenerator random;
    private Duration ceiling = FIRST;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    Duration next() {
        long half = ceiling.toMillis() / 2;
        Duration wait = Duration.ofMillis(half + random.nextLong(half + 1));
        Duration doubled = ceiling.multipliedBy(2);
        ceiling = doubled.compareTo(LIMIT) > 0 ? LIMIT : doubled;
        return wait;
    }

    /** A session has ended. Only one that held begins anew: a broker that falls over whenever it is dialled is left in peace. */
    void sessionHeld(Duration length) {
        if (length.compareTo(LIMIT) >= 0) {
            ceiling = FIRST;
        }
    }

    /** The next waits are as long as they get: trying again soon would only disturb. */
    void stretch() {
        ceiling = LIMIT;
    }
}
