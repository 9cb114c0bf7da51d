package io.isobar.agent.session;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: doubles from {@link #FIRST} to {@link #LIMIT}, each wait drawn evenly from its upper half,
 * so that a thousand agents that lost their broker together do not come back together.
 */
final class Backoff {
    static final Duration FIRST = Duration.ofMillis(100);
    static final Duration SOON = Duration.ofSeconds(1);
    static final Duration LIMIT = Duration.ofSeconds(15);

    private static final int MOST_SOON = 20;

    private final RandomGenerator random;
    private Duration ceiling = FIRST;
    private int askedSoon;

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

    /**
     * Before a broker that waits is asked again who leads: soon, for it costs little, and within seconds another leads. Not for ever: an
     * address may lead nowhere from here.
     */
    Duration soon() {
        if (++askedSoon > MOST_SOON) {
            return next();
        }
        long half = SOON.toMillis() / 2;
        return Duration.ofMillis(half + random.nextLong(half + 1));
    }

    /**
     * A session has ended. Only one that held for as long as would be waited next begins anew: a broker that falls over whenever it is dialled is
     * left in peace, and one that leads for some seconds, as where several die one after the other, is not waited for ever longer.
     */
    void sessionHeld(Duration length) {
        if (length.compareTo(ceiling) >= 0) {
            ceiling = FIRST;
            askedSoon = 0;
        }
    }

    /** The next waits are as long as they get: trying again soon would only disturb. */
    void stretch() {
        ceiling = LIMIT;
    }
}
