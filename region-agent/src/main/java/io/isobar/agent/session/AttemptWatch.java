package io.isobar.agent.session;

import io.isobar.agent.admission.AttemptId;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Tells the broker what a driver says of attempts, as how far they have come: at each look what has changed since the one before, and all of
 * it once for every session, for the broker may have missed what was told in the last. From one thread.
 */
public final class AttemptWatch<T> {
    private final Supplier<Map<AttemptId, T>> driver;
    private final LongSupplier sessions;
    private final BiConsumer<AttemptId, T> broker;
    private Map<AttemptId, T> told = Map.of();
    private long toldIn;

    /**
     * A watch that has told nothing.
     *
     * @param sessions how often a broker has taken the region's full report
     */
    public AttemptWatch(Supplier<Map<AttemptId, T>> driver, LongSupplier sessions, BiConsumer<AttemptId, T> broker) {
        this.driver = driver;
        this.sessions = sessions;
        this.broker = broker;
    }

    /** Looks, and tells. */
    public void look() {
        long session = sessions.getAsLong();
        if (session == 0) {
            return;
        }
        Map<AttemptId, T> before = session == toldIn ? told : Map.of();
        told = Map.copyOf(driver.get());
        toldIn = session;
        told.forEach((attempt, said) -> {
            if (!said.equals(before.get(attempt))) {
                broker.accept(attempt, said);
            }
        });
    }
}
