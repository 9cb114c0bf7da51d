package io.isobar.agent.driver.simulated;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Time that stands still until it is told to pass. */
public final class ManualTime implements InstantSource, Timers {
    private record Due(Instant at, long order, Runnable task) {}

    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::order));
    private Instant now;
    private long scheduled;

    public ManualTime(Instant start) {
        now = start;
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public synchronized Handle schedule(Duration delay, Runnable task) {
        Due entry = new Due(now.plus(delay.isNegative() ? Duration.ZERO : delay), scheduled++, task);
        due.add(entry);
        return () -> cancel(entry);
    }

    private synchronized void cancel(Due entry) {
        due.remove(entry);
    }

    /** Runs all that falls due on the way, each at its own time. */
    public void pass(Duration duration) {
        Instant until = instant().plus(duration);
        List<Due> next = takeDue(until);
        while (!next.isEmpty()) {
            next.forEach(entry -> entry.task().run());
            next = takeDue(until);
        }
        synchronized (this) {
            now = until;
        }
    }

    private synchronized List<Due> takeDue(Instant until) {
        List<Due> taken = new ArrayList<>();
        Due first = due.peek();
        if (first != null && !first.at().isAfter(until)) {
            now = first.at().isAfter(now) ? first.at() : now;
            taken.add(due.remove());
        }
        return taken;
    }
}
