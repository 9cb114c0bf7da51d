package io.isobar.broker.leader;

import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Watches the leader at work, to measure it. What is decided is told on the one thread that decides, what is written on the one that writes,
 * a turn behind; nothing may block or throw. Time is the observer's own, as the core has no clock.
 */
public interface LeaderObserver {
    /** Sees nothing. */
    LeaderObserver BLIND = new LeaderObserver() {};

    /**
     * What was durable before has been taken in; called once, before the first turn.
     *
     * @param now the federation as of the last turn; may be asked by any thread
     * @param inbox how many were posted and not taken yet; may be asked by any thread
     */
    default void leads(Supplier<Snapshot> now, IntSupplier inbox) {}

    /** Also for a turn in which nothing was posted. */
    default void turnBegins(List<Event> events) {}

    /** A placement round; within a turn. */
    default void roundBegins(int waiting) {}

    default void roundEnds() {}

    /** It is handed over to be written. */
    default void turnDecided() {}

    /** One try to make a turn durable; it either ends or fails. Where it fails, another follows. From here on the thread that writes calls. */
    default void commitBegins() {}

    default void commitEnds() {}

    default void commitFails() {}

    /** All of it is durable and said. */
    default void turnEnds(Outcome outcome) {}
}
