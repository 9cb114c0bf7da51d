package io.isobar.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.proto.telemetry.v1.Metric;
import io.isobar.proto.telemetry.v1.MetricRecord;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnsentCountsTest {
    private final UnsentCounts unsent = new UnsentCounts();

    @Test
    void eventsOfADroppedBatchGoWithTheNextOfTheirRegionAsTheyAre() {
        var launch = counted(Metric.METRIC_LAUNCH_FAILURES, 3, 7);
        unsent.keep(batch("east", launch, counted(Metric.METRIC_NODE_FAILURES, 0, 8), load(9)));
        unsent.keep(batch("east", counted(Metric.METRIC_NODE_FAILURES, 1, 10)));

        assertThat(unsent.addTo(batch("west", load(1))).getRecordsList()).containsExactly(load(1));
        assertThat(unsent.addTo(batch("east", load(11))).getRecordsList())
                .containsExactly(load(11), launch, counted(Metric.METRIC_NODE_FAILURES, 1, 10));
        assertThat(unsent.addTo(batch("east", load(12))).getRecordsList()).containsExactly(load(12));
    }

    @Test
    void aBandwidthOfADroppedBatchGoesWithTheNextAndARoundTripDoesNot() {
        var bandwidth = counted(Metric.METRIC_LINK_BANDWIDTH, 8e8, 7);
        unsent.keep(batch("east", counted(Metric.METRIC_LINK_ROUND_TRIP, 0.02, 6), bandwidth));

        assertThat(unsent.addTo(batch("east", load(8))).getRecordsList()).containsExactly(load(8), bandwidth);
    }

    @Test
    void whatIsDroppedAgainIsKeptAgain() {
        var node = counted(Metric.METRIC_NODE_FAILURES, 1, 7);
        unsent.keep(batch("east", node));
        unsent.keep(unsent.addTo(batch("east", load(8))));

        assertThat(unsent.addTo(batch("east")).getRecordsList()).containsExactly(node);
    }

    /** Those of an agent that ran before are numbered by themselves, and offered again until they are sent. */
    @Test
    void whatIsOfAnotherStartOfTheAgentGoesWithNoBatchOfThisOne() {
        var before = batch("east", counted(Metric.METRIC_NODE_FAILURES, 1, 7)).toBuilder()
                .setAgentIncarnation("before")
                .build();
        unsent.keep(before);
        unsent.keep(before);

        assertThat(unsent.addTo(batch("east", load(8))).getRecordsList()).containsExactly(load(8));
        assertThat(unsent.addTo(before)).isEqualTo(before);
    }

    @Test
    void onlySoManyAreKeptTheNewest() {
        for (int number = 0; number < UnsentCounts.MOST_OF_REGION + 5; number++) {
            unsent.keep(batch("east", counted(Metric.METRIC_NODE_FAILURES, 1, number)));
        }

        int found = 0;
        long first = -1;
        for (var next = unsent.addTo(batch("east")); next.getRecordsCount() > 0; next = unsent.addTo(batch("east"))) {
            first = first < 0 ? next.getRecords(0).getSequence() : first;
            found += next.getRecordsCount();
        }
        assertThat(found).isEqualTo(UnsentCounts.MOST_OF_REGION);
        assertThat(first).isEqualTo(5);
    }

    private static TelemetryBatch batch(String region, MetricRecord... records) {
        return TelemetryBatch.newBuilder()
                .setRegion(region)
                .addAllRecords(List.of(records))
                .build();
    }

    private static MetricRecord counted(Metric metric, double value, long sequence) {
        return MetricRecord.newBuilder()
                .setMetric(metric)
                .setValue(value)
                .setSequence(sequence)
                .build();
    }

    private static MetricRecord load(long sequence) {
        return counted(Metric.METRIC_CPU_UTILISATION, 0.5, sequence);
    }
}
