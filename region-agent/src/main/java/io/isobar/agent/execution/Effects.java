package io.isobar.agent.execution;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.driver.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What follows from a batch of inputs, in the order in which it must be done: first write down, then act, then tell.
 * Collected, so that one forced write covers the whole batch.
 */
public final class Effects {
    /** Something that the driver must do. */
    public sealed interface Action {
        /** Start it. */
        record Start(Work work) implements Action {}

        /** Stop it. */
        record Stop(AttemptId attempt, Duration grace) implements Action {}

        /** Take it out of the queue, if it has not begun. */
        record LeaveQueue(AttemptId attempt) implements Action {}

        /** Delete what is left of it. */
        record Forget(AttemptId attempt) implements Action {}
    }

    private final List<JournalRecord> records = new ArrayList<>();
    private final List<Action> actions = new ArrayList<>();
    private final List<RegionMessage> messages = new ArrayList<>();
    private boolean force;

    void write(JournalRecord entry, boolean mustOutliveCrash) {
        records.add(entry);
        force |= mustOutliveCrash;
    }

    void act(Action action) {
        actions.add(action);
    }

    void tell(RegionMessage message) {
        messages.add(message);
    }

    public List<JournalRecord> records() {
        return records;
    }

    /** Whether the records must be on disk before the actions: something is started, or its end is told. */
    public boolean force() {
        return force;
    }

    public List<Action> actions() {
        return actions;
    }

    public List<RegionMessage> messages() {
        return messages;
    }
}
