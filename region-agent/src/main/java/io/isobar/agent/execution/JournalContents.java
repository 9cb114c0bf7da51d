package io.isobar.agent.execution;

import io.isobar.agent.admission.WorkloadId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a journal held when it was opened.
 *
 * @param fences the one that was raised last at the end
 */
public record JournalContents(List<Attempt> attempts, Map<WorkloadId, Long> fences) {
    public static final JournalContents EMPTY = new JournalContents(List.of(), Map.of());

    public JournalContents {
        attempts = List.copyOf(attempts);
        fences = Collections.unmodifiableMap(new LinkedHashMap<>(fences));
    }
}
