package io.isobar.agent.execution;

import io.isobar.agent.admission.WorkloadId;
import java.util.List;
import java.util.Map;

/** What a journal held when it was opened. */
public record JournalContents(List<Attempt> attempts, Map<WorkloadId, Long> fences) {
    public static final JournalContents EMPTY = new JournalContents(List.of(), Map.of());

    public JournalContents {
        attempts = List.copyOf(attempts);
        fences = Map.copyOf(fences);
    }
}
