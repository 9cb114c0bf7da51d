package io.isobar.cli.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.cli.samples.Records;
import io.isobar.cli.text.DisplayWidth;
import io.isobar.cli.text.Table;
import io.isobar.proto.errors.v1.Reason;
import io.isobar.proto.execution.v1.AttemptState;
import io.isobar.proto.region.v1.PoolOffer;
import io.isobar.proto.region.v1.Provider;
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
