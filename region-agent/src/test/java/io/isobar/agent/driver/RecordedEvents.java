package io.isobar.agent.driver;

import io.isobar.agent.admission.AttemptId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Hears a driver and remembers. */
public final class RecordedEvents implements WorkListener {
    private final List<WorkEvent> events = new ArrayList<>();

    @Override
    public synchronized void on(WorkEvent event) {
        events.add(event);
    }

    public synchronized List<WorkEvent> all() {
        return List.copyOf(events);
    }

    public synchronized long running(AttemptId id) {
        return events.stream()
                .filter(event -> event instanceof WorkEvent.Running running
                        && running.id().equals(id))
                .count();
    }

    public synchronized long looks() {
        return events.stream().filter(WorkEvent.Looked.class::isInstance).count();
    }

    public synchronized List<WorkEnd> ends(AttemptId id) {
        List<WorkEnd> ends = new ArrayList<>();
        for (WorkEvent event : events) {
            if (event instanceof WorkEvent.Ended ended && ended.id().equals(id)) {
                ends.add(ended.end());
            }
        }
        return ends;
    }

    public Optional<WorkEnd> end(AttemptId id) {
        return ends(id).stream().findFirst();
    }
}
