package io.isobar.agent.telemetry;

import io.isobar.proto.telemetry.v1.MetricRecord;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * What batches counted that were dropped: a figure that is lost is followed by the next, but an event that is lost did not happen for whoever adds them
 * up; and a bandwidth is measured rarely. Records of these go with the next batch of their region as they are, so that one which arrived after all counts once, by its number. Bounded:
 * the oldest are given up. Safe for any thread.
 */
public final class UnsentCounts {
    static final int MOST_OF_REGION = 1_000;
    private static final int MOST_REGIONS = 10_000;
    /** So many go with one batch, which may hold 10,000 records. */
    private static final int MOST_AT_ONCE = 500;

    private final Map<String, ArrayDeque<MetricRecord>> byRegion = new HashMap<>();

    /** The batch is not sent, or not known to be. */
    public synchronized void keep(TelemetryBatch batch) {
        for (MetricRecord entry : batch.getRecordsList()) {
            if (isWorthKeeping(entry) && (byRegion.containsKey(batch.getRegion()) || byRegion.size() < MOST_REGIONS)) {
                ArrayDeque<MetricRecord> kept =
                        byRegion.computeIfAbsent(batch.getRegion(), region -> new ArrayDeque<>());
                kept.add(entry);
                if (kept.size() > MOST_OF_REGION) {
                    kept.remove();
                }
            }
        }
    }

    /** The batch with what was kept of its region, the oldest first; that is kept no longer. */
    public synchronized TelemetryBatch addTo(TelemetryBatch batch) {
        ArrayDeque<MetricRecord> kept = byRegion.get(batch.getRegion());
        if (kept == null) {
            return batch;
        }
        TelemetryBatch.Builder more = batch.toBuilder();
        for (int added = 0; added < MOST_AT_ONCE && !kept.isEmpty(); added++) {
            more.addRecords(kept.remove());
        }
        if (kept.isEmpty()) {
            byRegion.remove(batch.getRegion());
        }
        return more.build();
    }

    private static boolean isWorthKeeping(MetricRecord entry) {
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
