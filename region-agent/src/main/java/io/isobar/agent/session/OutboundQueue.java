package io.isobar.agent.session;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.execution.RegionMessage;
import io.isobar.agent.inventory.PoolName;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a region has to tell and has not sent yet. Of a pool only the newest report is kept. Reports of attempts are all kept
 * while there are few; above {@link #MANY} only the newest of each attempt. Nothing is taken in before the session's full report,
 * which holds all that came before it. Not thread-safe.
 */
final class OutboundQueue {
    static final int MANY = 8_192;
    /** Above this the broker does not read what it asked for, and the session is given up. */
    static final int LIMIT = 4 * MANY;

    private static final int MAX_REPORTS_WAITING = 4;

    /** What the queue accepts. */
    private enum Mode {
        CLOSED,
        AWAITING_FULL_REPORT,
        OPEN
    }

    private final Map<AttemptId, ArrayDeque<RegionMessage>> attempts = new LinkedHashMap<>();
    private final Map<PoolName, RegionMessage> pools = new LinkedHashMap<>();
    private final ArrayDeque<RegionMessage> first = new ArrayDeque<>();
    private Mode mode = Mode.CLOSED;
    private int attemptMessages;
    private int reportsWaiting;

    void awaitFullReport() {
        clear();
        mode = Mode.AWAITING_FULL_REPORT;
    }

    void close() {
        clear();
        mode = Mode.CLOSED;
    }

    private void clear() {
        attempts.clear();
        pools.clear();
        first.clear();
        attemptMessages = 0;
        reportsWaiting = 0;
    }

    boolean isOverLimit() {
        return attemptMessages > LIMIT;
    }

    void add(RegionMessage message) {
        if (message instanceof RegionMessage.FullReport report) {
            addFullReport(report);
        } else if (mode == Mode.OPEN) {
            switch (message) {
                case RegionMessage.PoolNews news ->
                    putNewest(news.capacity().profile().name(), news);
                case RegionMessage.PoolGone gone -> putNewest(gone.pool(), gone);
                case RegionMessage.AttemptNews news -> addAttempt(news.key().id(), news);
                case RegionMessage.AdmittedNews news -> addAttempt(news.attempt(), news);
                case RegionMessage.RefusedNews news -> addAttempt(news.attempt(), news);
                case RegionMessage.FullReport report -> {}
            }
        }
    }

    private void putNewest(PoolName pool, RegionMessage message) {
        pools.remove(pool);
        pools.put(pool, message);
    }

    private void addAttempt(AttemptId attempt, RegionMessage message) {
        ArrayDeque<RegionMessage> waiting = attempts.computeIfAbsent(attempt, id -> new ArrayDeque<>(2));
        if (attemptMessages >= MANY && message instanceof RegionMessage.AttemptNews) {
            int before = waiting.size();
            waiting.removeIf(RegionMessage.AttemptNews.class::isInstance);
            attemptMessages -= before - waiting.size();
        }
        waiting.add(message);
        attemptMessages++;
    }

    /** What came before stays before it. A broker that asks for many and reads none gets the last of them. */
    private void addFullReport(RegionMessage.FullReport report) {
        if (mode == Mode.CLOSED) {
            return;
        }
        mode = Mode.OPEN;
        if (reportsWaiting >= MAX_REPORTS_WAITING) {
            first.clear();
            reportsWaiting = 0;
        }
        reportsWaiting++;
        attempts.values().forEach(first::addAll);
        attempts.clear();
        pools.clear();
        attemptMessages = first.size();
        first.addAll(report.pools());
        first.addAll(report.attempts());
        // Without its parts it stands for the mark at its end.
        first.add(new RegionMessage.FullReport(report.report(), report.pools(), report.attempts()));
    }

    /** The next message, or null where there is none. */
    @Nullable
    RegionMessage poll() {
        RegionMessage next = first.poll();
        if (next != null) {
            reportsWaiting -= next instanceof RegionMessage.FullReport ? 1 : 0;
            attemptMessages = first.isEmpty() ? countAttempts() : attemptMessages;
            return next;
        }
        if (!attempts.isEmpty()) {
            Map.Entry<AttemptId, ArrayDeque<RegionMessage>> oldest =
                    attempts.entrySet().iterator().next();
            RegionMessage message = oldest.getValue().remove();
            if (oldest.getValue().isEmpty()) {
                attempts.remove(oldest.getKey());
            }
            attemptMessages--;
            return message;
        }
        if (!pools.isEmpty()) {
            return pools.remove(pools.keySet().iterator().next());
        }
        return null;
    }

    private int countAttempts() {
        return attempts.values().stream().mapToInt(ArrayDeque::size).sum();
    }

    boolean isEmpty() {
        return first.isEmpty() && attempts.isEmpty() && pools.isEmpty();
    }
}
