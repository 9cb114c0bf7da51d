package io.isobar.agent.execution.journal;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.WorkloadId;
import io.isobar.agent.execution.Attempt;
import io.isobar.agent.execution.JournalContents;
import io.isobar.agent.execution.JournalRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a journal file amounts to: the last state of each attempt and each fence. */
final class JournalImage {
    private static final int MAX_FENCES = 20_000;

    private final Map<AttemptId, Attempt> attempts = new LinkedHashMap<>();
    private final Map<WorkloadId, Long> fences = new LinkedHashMap<>();

    JournalContents contents() {
        return new JournalContents(List.copyOf(attempts.values()), fences);
    }

    void replay(byte[] payload) throws IOException {
        RecordReader reader = new RecordReader(payload);
        try {
            RecordKind kind = reader.kind();
            String id = reader.text();
            switch (kind) {
                case WORK -> put(reader.attempt(new AttemptId(id)));
                case STATE -> {
                    Attempt before = attempts.get(new AttemptId(id));
                    if (before == null) {
                        throw new DamagedJournalException("a state of " + id + " comes before its work");
                    }
                    put(reader.state(before.work()));
                }
                case ERASE -> attempts.remove(new AttemptId(id));
                case FENCE -> fence(new WorkloadId(id), reader.number());
            }
        } catch (IllegalArgumentException e) {
            throw new DamagedJournalException("a record holds what was never written: " + e.getMessage());
        }
    }

    /** Takes the change over and returns its bytes. */
    byte[] apply(JournalRecord entry) throws IOException {
        return switch (entry) {
            case JournalRecord.Put put -> {
                Attempt attempt = put.attempt();
                boolean known = attempts.containsKey(attempt.id());
                put(attempt);
                yield known ? RecordWriter.state(attempt.id().value(), attempt) : RecordWriter.work(attempt);
            }
            case JournalRecord.Erase erase -> {
                attempts.remove(erase.attempt());
                yield RecordWriter.erase(erase.attempt().value());
            }
            case JournalRecord.Fence fence -> {
                fence(fence.workload(), fence.lowestEpoch());
                yield RecordWriter.fence(fence.workload().value(), fence.lowestEpoch());
            }
        };
    }

    /** Records from which this image can be made again. */
    List<byte[]> rewritten() throws IOException {
        List<byte[]> records = new ArrayList<>(attempts.size() + fences.size());
        for (Map.Entry<WorkloadId, Long> fence : fences.entrySet()) {
            records.add(RecordWriter.fence(fence.getKey().value(), fence.getValue()));
        }
        for (Attempt attempt : attempts.values()) {
            records.add(RecordWriter.work(attempt));
        }
        return records;
    }

    private void put(Attempt attempt) {
        attempts.put(attempt.id(), attempt);
    }

    private void fence(WorkloadId workload, long lowest) {
        fences.remove(workload);
        fences.put(workload, lowest);
        if (fences.size() > MAX_FENCES) {
            fences.remove(fences.keySet().iterator().next());
        }
    }
}
