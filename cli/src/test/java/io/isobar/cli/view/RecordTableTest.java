package io.isobar.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.cli.samples.Records;
import io.isobar.cli.text.DisplayWidth;
import io.isobar.cli.text.Table;
import io.isobar.proto.errors.v1.Reason;
import io.isobar.proto.execution.v1.AttemptOutcome;
import io.isobar.proto.execution.v1.AttemptState;
import io.isobar.proto.execution.v1.Progress;
import io.isobar.proto.region.v1.Figure;
import io.isobar.proto.region.v1.PoolOffer;
import io.isobar.proto.region.v1.Provider;
import io.isobar.proto.telemetry.v1.Metric;
import io.isobar.proto.telemetry.v1.MetricSource;
import io.isobar.proto.telemetry.v1.WindowStatistics;
import io.isobar.proto.workload.v1.Workload;
import io.isobar.proto.workload.v1.WorkloadState;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordTableTest {
    private static final Frame FRAME = new Frame(Table.WIDTH, Records.NOW, ZoneOffset.UTC);
    private static final String LONGEST = "n".repeat(63);

    private static Workload workload() {
        var workload = Records.workload(
                "w-0123456789", WorkloadState.WORKLOAD_STATE_RUNNING, Reason.REASON_WAITING_FOR_CAPACITY, 1);
        return workload.toBuilder()
                .setSpec(workload.getSpec().toBuilder().setName(LONGEST))
                .setAttempt(Records.attempt("w-0123456789", 1, AttemptState.ATTEMPT_STATE_RUNNING).toBuilder()
                        .setRegion(LONGEST)
                        .setUnconfirmed(true))
                .setCancelling(true)
                .build();
    }

    private static void fits(Table table) {
        assertThat(table.lines(Table.WIDTH))
                .allSatisfy(line -> assertThat(DisplayWidth.of(line)).isLessThanOrEqualTo(Table.WIDTH));
    }

    @Test
    void tablesFitWithTheLongestNames() {
        var pool = Records.pool(LONGEST, LONGEST);
        fits(RegionTable.of(List.of(Records.region(LONGEST)), FRAME));
        fits(PoolTable.of(List.of(pool), FRAME));
        fits(OfferTable.of(
                List.of(PoolOffer.newBuilder()
                        .setProvider(LONGEST)
                        .setPool(pool)
                        .setOffer(pool.getOffers(0))
                        .build()),
                FRAME));
        fits(ProviderTable.of(List.of(
                Provider.newBuilder().setName(LONGEST).addRegions(LONGEST).build())));
        fits(WorkloadTable.of(List.of(workload()), FRAME));
        fits(AttemptTable.of(List.of(workload().getAttempt()), FRAME));
    }

    @Test
    void aSilentRegionMakesAWorkloadUnconfirmedAndNotFailed() {
        var line = WorkloadTable.of(List.of(workload()), new Frame(Table.UNLIMITED, Records.NOW, ZoneOffset.UTC))
                .lines(Table.UNLIMITED)
                .getLast();
        assertThat(line).contains("RUNNING, cancelling", "UNCONFIRMED", "1m30s ago");
    }

    @Test
    void aWorkloadShowsHowFarItHasComeHowFastAndAsOfWhen() {
        var wide = new Frame(Table.UNLIMITED, Records.NOW, ZoneOffset.UTC);
        var running = workload().toBuilder()
                .setAttempt(workload().getAttempt().toBuilder()
                        .setProgress(Progress.newBuilder()
                                .setSteps(1_234)
                                .setTotalSteps(5_000)
                                .setStepsPerSecond(0.01)
                                .setObservedAt(Records.ago(12))
                                .setExpectedEndAt(Records.ago(-3_600))))
                .build();

        assertThat(WorkloadTable.of(List.of(running), wide)
                        .lines(Table.UNLIMITED)
                        .getLast())
                .contains("24.7 %", "36 an hour", "12s ago");
        assertThat(WorkloadText.lines(running, List.of(), FRAME))
                .anySatisfy(line -> assertThat(line)
                        .contains("1,234 of 5,000 steps (24.7 %), 36 an hour, as of 12s ago; done about"));
        fits(WorkloadTable.of(List.of(running), FRAME));
        var done = running.toBuilder()
                .setAttempt(running.getAttempt().toBuilder().setOutcome(AttemptOutcome.ATTEMPT_OUTCOME_SUCCEEDED))
                .build();
        assertThat(WorkloadTable.of(List.of(done), wide).lines(Table.UNLIMITED).getLast())
                .as("what it said last was before its end")
                .doesNotContain("24.7 %");
        done = done.toBuilder()
                .setAttempt(done.getAttempt().toBuilder()
                        .setProgress(
                                running.getAttempt().getProgress().toBuilder().setSteps(5_000)))
                .build();
        assertThat(WorkloadTable.of(List.of(done), wide).lines(Table.UNLIMITED).getLast())
                .contains("100.0 %");
        assertThat(WorkloadText.lines(workload(), List.of(), FRAME))
                .as("it says nothing of it")
                .noneSatisfy(line -> assertThat(line).contains("progress"));
    }

    @Test
    void aPoolShowsWhatTelemetrySaysOfItWithItsAge() {
        var load = Figure.newBuilder()
                .setMetric(Metric.METRIC_ACCELERATOR_UTILISATION)
                .setUnit("1")
                .setValue(0.75)
                .setSource(MetricSource.METRIC_SOURCE_MEASURED)
                .setPool("p")
                .setObservedAt(Records.ago(12))
                .setSliding(WindowStatistics.newBuilder()
                        .setMinimum(0.1)
                        .setMaximum(0.9)
                        .setMean(0.5))
                .build();
        var failures = load.toBuilder()
                .setMetric(Metric.METRIC_LAUNCH_FAILURES)
                .setValue(0)
                .setSliding(WindowStatistics.newBuilder().setSum(3))
                .build();

        var lines = PoolText.lines(Records.pool("r", "p"), List.of(), List.of(load, failures), FRAME);

        assertThat(lines).anyMatch(line -> line.matches("FIGURE +VALUE +UNIT +SOURCE +AGE +TEN MINUTES"));
        assertThat(lines)
                .anyMatch(line -> line.contains("0.75")
                        && line.contains("measured")
                        && line.contains("12s ago")
                        && line.contains("mean 0.5 (0.1 to 0.9)"));
        assertThat(lines).anyMatch(line -> line.endsWith("3 in all"));
        fits(FigureTable.ofPool(List.of(load, failures), FRAME));
    }

    @Test
    void aStaleOrQuarantinedPoolIsMarked() {
        var stale = Records.pool("r", "p").toBuilder()
                .setObservedAt(Records.ago(300))
                .setFreshUntil(Records.ago(240))
                .build();
        assertThat(PoolTable.of(List.of(stale), FRAME).lines(Table.WIDTH).getLast())
                .endsWith("5m ago stale");
        var old = Records.pool("r", "p").toBuilder()
                .setObservedAt(Records.ago(45))
                .setDiscounted(true)
                .build();
        assertThat(PoolTable.of(List.of(old), FRAME).lines(Table.WIDTH).getLast())
                .endsWith("45s ago old");
        var quarantined = stale.toBuilder().setQuarantine("free above total").build();
        assertThat(PoolTable.of(List.of(quarantined), FRAME).lines(Table.WIDTH).getLast())
                .endsWith("quarantined");
    }

    @Test
    void aSumOfWhichAPartIsNotKnownSaysSo() {
        var known = Records.pool("r", "p");
        var unknown = known.toBuilder().clearTotalUnits().clearFreeUnits().build();
        assertThat(RegionTable.units(List.of(known, unknown))).isEqualTo("512/1,024+?");
        assertThat(RegionTable.units(List.of(unknown))).isEqualTo("-");
        assertThat(RegionTable.units(List.of(
                        known.toBuilder().setTotalUnits(0).setFreeUnits(0).build())))
                .isEqualTo("none");
    }

    @Test
    void anAcceleratorThatTheCatalogueDoesNotKnowIsMarked() {
        var pool = Records.pool("r", "p").toBuilder();
        pool.getPoolBuilder().getAcceleratorBuilder().clearModelId();
        assertThat(PoolTable.accelerator(pool.getPool())).isEqualTo("Ascend910B3 ?");
    }
}
