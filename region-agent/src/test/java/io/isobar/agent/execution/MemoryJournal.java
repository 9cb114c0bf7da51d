package io.isobar.agent.execution;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.WorkloadId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A journal that outlives nothing but what the test calls a restart. */
final class MemoryJournal implements AttemptJournal {
    private final Map<AttemptId, Attempt> attempts = new LinkedHashMap<>();
    private final Map<WorkloadId, Long> fences = new LinkedHashMap<>();
    private boolean forced;

    @Override
    public JournalContents open() {
        return new JournalContents(List.copyOf(attempts.values()), fences);
    }

    @Override
    public void commit(List<JournalRecord> records, boolean force) {
        forced = force;
        for (JournalRecord entry : records) {
            switch (entry) {
                case JournalRecord.Put put -> attempts.put(put.attempt().id(), put.attempt());
                case JournalRecord.Erase erase -> attempts.remove(erase.attempt());
                case JournalRecord.Fence fence -> fences.put(fence.workload(), fence.lowestEpoch());
            }
        }
    }

    Attempt attempt(AttemptId id) {
        return Objects.requireNonNull(attempts.get(id));
    }

    boolean isEmpty() {
        return attempts.isEmpty();
    }

    boolean wasForced() {
        return forced;
    }

    @Override
    public void close() {}
}
