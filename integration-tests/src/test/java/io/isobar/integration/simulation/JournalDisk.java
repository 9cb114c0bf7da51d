package io.isobar.integration.simulation;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.WorkloadId;
import io.isobar.agent.execution.Attempt;
import io.isobar.agent.execution.JournalContents;
import io.isobar.agent.execution.JournalRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What of a region's journal is on disk, and what is only on its way there. */
final class JournalDisk {
    private final Map<AttemptId, Attempt> attempts = new LinkedHashMap<>();
    private final Map<WorkloadId, Long> fences = new LinkedHashMap<>();
    private final List<JournalRecord> underWay = new ArrayList<>();

    void begin(List<JournalRecord> records) {
        underWay.addAll(records);
    }

    /** All that is on its way has arrived. */
    void arrive() {
        for (var entry : underWay) {
            switch (entry) {
                case JournalRecord.Put put -> attempts.put(put.attempt().id(), put.attempt());
                case JournalRecord.Erase erase -> attempts.remove(erase.attempt());
                case JournalRecord.Fence fence -> fences.put(fence.workload(), fence.lowestEpoch());
            }
        }
        underWay.clear();
    }

    /** The process died: what is on its way arrives up to some record, and ends there. */
    void tear(int afterRecords) {
        var arrived = List.copyOf(underWay.subList(0, Math.min(afterRecords, underWay.size())));
        underWay.clear();
        underWay.addAll(arrived);
        arrive();
    }

    int underWay() {
        return underWay.size();
    }

    JournalContents contents() {
        return new JournalContents(List.copyOf(attempts.values()), new LinkedHashMap<>(fences));
    }

    @Nullable
    Attempt find(AttemptId id) {
        return attempts.get(id);
    }
}
