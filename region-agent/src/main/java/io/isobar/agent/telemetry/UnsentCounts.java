package io.isobar.agent.telemetry;

import io.isobar.proto.telemetry.v1.MetricRecord;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What batches counted that were dropped: a figure that is lost is followed by the next, but an event that is lost did not happen for whoever adds them
 * up; and a bandwidth is measured rarely. Records of these go with the next batch of their region, and of the agent's start that they are from, as they are, so that one which arrived after all counts once, by its number. Bounded:
 * the oldest are given up. Safe for any thread.
 */
public final class UnsentCounts {
    static final int MOST_OF_REGION = 1_000;
    private static final int MOST_REGIONS = 10_000;
    /** So many go with one batch, which may hold 10,000 records. */
    private static final int MOST_AT_ONCE = 500;

    private final Map<Source, LinkedHashMap<Long, MetricRecord>> bySource = new HashMap<>();

    /** Numbers of records are unique within it. */
    private record Source(String region, String incarnation) {
        static Source of(TelemetryBatch batch) {
            return new Source(batch.getRegion(), batch.getAgentIncarnation());
        }
    }

    /** The batch is not sent, or not known to be. */
    public synchronized void keep(TelemetryBatch batch) {
        Source source = Source.of(batch);
        for (MetricRecord entry : batch.getRecordsList()) {
            if (isWorthKeeping(entry) && (bySource.containsKey(source) || bySource.size() < MOST_REGIONS)) {
                LinkedHashMap<Long, MetricRecord> kept = bySource.computeIfAbsent(source, any -> new LinkedHashMap<>());
                kept.put(entry.getSequence(), entry);
                if (kept.size() > MOST_OF_REGION) {
                    kept.pollFirstEntry();
                }
            }
        }
    }

    /** The batch with what was kept of its region, the oldest first; that is kept no longer. */
    public synchronized TelemetryBatch addTo(TelemetryBatch batch) {
        Source source = Source.of(batch);
        LinkedHashMap<Long, MetricRecord> kept = bySource.get(source);
        if (kept == null) {
            return batch;
        }
        batch.getRecordsList().forEach(entry -> kept.remove(entry.getSequence()));
        TelemetryBatch.Builder more = batch.toBuilder();
        for (int added = 0; added < MOST_AT_ONCE && !kept.isEmpty(); added++) {
            more.addRecords(kept.pollFirstEntry().getValue());
        }
        if (kept.isEmpty()) {
            bySource.remove(source);
        }
        return more.build();
    }

    static boolean isWorthKeeping(MetricRecord entry) {
        return switch (entry.getMetric()) {
            case METRIC_LAUNCH_FAILURES, METRIC_NODE_FAILURES -> entry.getValue() > 0;
            // The next may be twenty minutes away.
            case METRIC_LINK_BANDWIDTH -> true;
            case METRIC_UNSPECIFIED,
                    METRIC_ACCELERATOR_ALLOCATION,
                    METRIC_ACCELERATOR_UTILISATION,
                    METRIC_CPU_UTILISATION,
                    METRIC_MEMORY_USED,
                    METRIC_MEMORY_TOTAL,
                    METRIC_RUNNING_ATTEMPTS,
                    METRIC_QUEUE_LENGTH,
                    METRIC_START_LATENCY,
                    METRIC_LINK_ROUND_TRIP,
                    UNRECOGNIZED -> false;
        };
    }
}
