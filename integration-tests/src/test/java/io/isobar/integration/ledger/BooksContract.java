package io.isobar.integration.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.Maintenance;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.capacity.Reservation;
import io.isobar.broker.fencing.FenceMark;
import io.isobar.broker.learning.PoolTally;
import io.isobar.broker.learning.RunKind;
import io.isobar.broker.learning.Seen;
import io.isobar.broker.learning.StartTally;
import io.isobar.broker.learning.Tally;
import io.isobar.broker.learning.Trial;
import io.isobar.broker.ledger.Changes;
import io.isobar.broker.ledger.KnownRegion;
import io.isobar.broker.ledger.Ledger;
import io.isobar.broker.placement.Used;
import io.isobar.integration.samples.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a ledger must do with what the leader keeps beside workloads: regions, reservations, what tenants used and what runs taught. */
public interface BooksContract {
    Ledger ledger();

    @Test
    default void keepsRegionsAndTheirCordons() {
        for (var cordon : new @Nullable String[] {null, "new cooling"}) {
            var changes = new Changes();
            changes.put(new KnownRegion(Samples.region("local"), cordon));
            changes.put(new KnownRegion(Samples.region("guizhou-ascend"), null));
            ledger().commit(changes);
        }

        assertThat(ledger().regions())
                .containsExactly(
                        new KnownRegion(Samples.region("guizhou-ascend"), null),
                        new KnownRegion(Samples.region("local"), "new cooling"));
    }

    @Test
    default void keepsAnnouncedMaintenanceUntilItIsTakenBack() {
        var from = Instant.parse("2026-12-01T08:00:00Z");
        var announced = new Maintenance(from, from.plusSeconds(3_600), Maintenance.USUAL_LEAD, "new cooling");
        var region = new KnownRegion(
                Samples.region("local"), null, announced, new FenceMark(7, true, Duration.ofSeconds(260)));
        commit(region);
        assertThat(ledger().regions()).containsExactly(region);

        commit(new KnownRegion(region.facts(), null, null, FenceMark.NONE));
        assertThat(ledger().regions()).containsExactly(new KnownRegion(region.facts(), null));
    }

    private void commit(KnownRegion region) {
        var changes = new Changes();
        changes.put(region);
        ledger().commit(changes);
    }

    @Test
    default void keepsReservationsUntilTheyAreGone() {
        var from = Instant.parse("2026-12-01T08:00:00Z");
        var pool = new PoolKey(new RegionName("local"), "a100");
        var demo = new Reservation(pool, "demo", "met-lab", 4, from, from.plusSeconds(3_600));
        var later = new Reservation(pool, "later", "bio-lab", 2, from.plusSeconds(7_200), from.plusSeconds(9_000));
        var elsewhere =
                new Reservation(new PoolKey(new RegionName("east"), "a100"), "demo", "met-lab", 1, from, later.until());
        var changes = new Changes();
        List.of(demo, later, elsewhere).forEach(changes::put);
        ledger().commit(changes);
        ledger().commit(changes);
        assertThat(ledger().reservations()).containsExactly(elsewhere, demo, later);

        var over = new Changes();
        over.remove(demo.key());
        ledger().commit(over);
        assertThat(ledger().reservations()).containsExactly(elsewhere, later);
    }

    @Test
    default void keepsWhatTenantsUsedAsOfTheLastChange() {
        var noon = Instant.parse("2026-11-28T12:00:00Z");
        commit("met-lab", new Used(312.5, 8, noon));
        commit("bio-lab", new Used(0, 0.25, noon));
        commit("met-lab", new Used(624.25, 16, noon.plusSeconds(60)));

        assertThat(ledger().used())
                .containsOnly(
                        Map.entry("met-lab", new Used(624.25, 16, noon.plusSeconds(60))),
                        Map.entry("bio-lab", new Used(0, 0.25, noon)));

        var forgotten = new Changes();
        forgotten.putUsed(Map.of("bio-lab", Optional.empty()));
        ledger().commit(forgotten);
        assertThat(ledger().used()).containsOnlyKeys("met-lab");
    }

    private void commit(String tenant, Used used) {
        var changes = new Changes();
        changes.putUsed(Map.of(tenant, Optional.of(used)));
        ledger().commit(changes);
    }

    @Test
    default void keepsWhatRunsHaveTaughtAndAnOlderCommitUndoesNothing() {
        var gemm = new RunKind("met-lab", "gemm", "nvidia-a100-sxm4-80gb", 4, 8);
        var cores = new RunKind("met-lab", "gemm", "", 1, 0);
        var newer = new Tally(1.98, 1.25, 2, 15.5, 0.5);
        commit(Map.of(gemm, new Tally(1, 0.75, 1, 8, 0.5), cores, new Tally(1, -0.5, 1, 0.25, 0.5)));
        commit(Map.of(gemm, newer));
        commit(Map.of(gemm, new Tally(1, 0.75, 1, 8, 0.5)));

        assertThat(ledger().learned())
                .containsOnly(Map.entry(gemm, newer), Map.entry(cores, new Tally(1, -0.5, 1, 0.25, 0.5)));

        commit(Map.of(cores, Tally.NONE));
        assertThat(ledger().learned()).as("what is forgotten is gone").containsOnly(Map.entry(gemm, newer));
    }

    @Test
    default void keepsHowManyFirstRunsHaveEndedAndAnOlderCommitUndoesNothing() {
        var gemm = new Trial("gemm", "nvidia-a100-sxm4-80gb");
        var cores = new Trial("gemm", "");
        tried(Map.of(gemm, 1, cores, 1));
        tried(Map.of(gemm, 3));
        tried(Map.of(gemm, 1));
        assertThat(ledger().trials()).containsOnly(Map.entry(gemm, 3), Map.entry(cores, 1));

        tried(Map.of(gemm, 0));
        assertThat(ledger().trials()).as("what is forgotten is gone").containsOnly(Map.entry(cores, 1));
    }

    private void tried(Map<Trial, Integer> ended) {
        var changes = new Changes();
        changes.putTrials(ended);
        ledger().commit(changes);
    }

    @Test
    default void keepsHowPoolsKeptWhatTheyPromiseAndAnOlderCommitUndoesNothing() {
        var noon = Instant.parse("2026-11-28T12:00:00Z");
        var a100 = new PoolKey(new RegionName("local"), "a100");
        var cores = new PoolKey(new RegionName("east"), "cores");
        var newer = tally("nvidia-a100-sxm4-80gb", 2.5, noon.plusSeconds(60));
        commitPools(Map.of(
                a100, Optional.of(tally("nvidia-a100-sxm4-80gb", 1, noon)), cores, Optional.of(tally("", 0, noon))));
        commitPools(Map.of(a100, Optional.of(newer)));
        commitPools(Map.of(a100, Optional.of(tally("nvidia-a100-sxm4-80gb", 1, noon))));

        assertThat(ledger().pools()).containsOnly(Map.entry(a100, newer), Map.entry(cores, tally("", 0, noon)));

        commitPools(Map.of(cores, Optional.empty()));
        assertThat(ledger().pools()).as("what is forgotten is gone").containsOnly(Map.entry(a100, newer));
    }

    private static PoolTally tally(String model, double failures, Instant asOf) {
        return new PoolTally(
                model,
                new Seen(failures, 1_024.5),
                new Seen(0.25, 3),
                new Seen(1, 64),
                new StartTally(63, -12.5, 400.25),
                asOf);
    }

    private void commitPools(Map<PoolKey, Optional<PoolTally>> pools) {
        var changes = new Changes();
        changes.putPools(pools);
        ledger().commit(changes);
    }

    private void commit(Map<RunKind, Tally> learned) {
        var changes = new Changes();
        changes.putLearned(learned);
        ledger().commit(changes);
    }
}
