package io.isobar.agent.session;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.driver.WorkProgress;
import io.isobar.agent.session.wire.MessageWriter;
import io.isobar.proto.execution.v1.ProgressReport;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Tells the broker how far running work has come: at each look what has changed since the one before, and all of it once for every session,
 * for the broker may have missed what was told in the last. From one thread.
 */
public final class ProgressWatch {
    private final Supplier<Map<AttemptId, WorkProgress>> driver;
    private final LongSupplier sessions;
    private final Consumer<ProgressReport> broker;
    private Map<AttemptId, WorkProgress> told = Map.of();
    private long toldIn;

    /**
     * A watch that has told nothing.
     *
     * @param sessions how often a broker has taken the region's full report
     */
    public ProgressWatch(
            Supplier<Map<AttemptId, WorkProgress>> driver, LongSupplier sessions, Consumer<ProgressReport> broker) {
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
        Map<AttemptId, WorkProgress> before = session == toldIn ? told : Map.of();
        told = Map.copyOf(driver.get());
        toldIn = session;
        told.forEach((attempt, progress) -> {
            if (!progress.equals(before.get(attempt))) {
                broker.accept(MessageWriter.write(attempt, progress));
            }
        });
    }
}
