package io.isobar.broker.capacity;

import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.a100s;
import static io.isobar.broker.samples.Pools.histogram;
import static io.isobar.broker.samples.Pools.key;
import static io.isobar.broker.samples.Pools.nodes;
import static io.isobar.broker.samples.Pools.region;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CapacityBookTest {
    private static final PoolKey POOL = key("east", "a100");
    private static final ReplicaShape FOUR = new ReplicaShape(4, 0, 0);

    private final CapacityBook book = new CapacityBook();

    @BeforeEach
    void aRegionWithTenFreeNodes() {
        book.connected(region("east"), NOW);
        book.report(a100s("east", 5, histogram(nodes(10, 8, 8)), "7.8 CNY"), NOW);
        book.synchronised(POOL.region(), Set.of("a100"));
    }

    @Test
    void deductsAtOnceWhatItGivesAway() {
        book.deduct("one", POOL, FOUR, 3);

        assertThat(free()).isEqualTo(80 - 12);
    }

    @Test
    void keepsADeductionUntilAReportCoversIt() {
        book.deduct("one", POOL, FOUR, 3);
        book.report(a100s("east", 6, histogram(nodes(10, 8, 8)), "7.8 CNY"), NOW);
        assertThat(free()).isEqualTo(80 - 12);

        book.cover("one", 7);
        assertThat(free()).isEqualTo(80 - 12);

        book.report(a100s("east", 7, histogram(nodes(7, 8, 8), nodes(3, 8, 4)), "7.8 CNY"), NOW);
        assertThat(free()).isEqualTo(80 - 12);
    }

    @Test
    void refusesAnAdvertisementOlderThanTheOneHeld() {
        assertThat(book.report(a100s("east", 4, histogram(nodes(99, 8, 8)), "7.8 CNY"), NOW))
                .isFalse();
        assertThat(free()).isEqualTo(80);
    }

    @Test
    void takesTheFirstReportOfANewSessionWhateverItsSequence() {
        book.deduct("one", POOL, FOUR, 3);
        book.cover("one", 5);
        assertThat(free()).isEqualTo(80);

        book.connected(region("east"), NOW);
        assertThat(book.report(a100s("east", 1, histogram(nodes(10, 8, 8)), "7.8 CNY"), NOW))
                .isTrue();

        assertThat(free())
                .as("nothing counts as covered until the agent says so again")
                .isEqualTo(80 - 12);
    }

    @Test
    void halfCountsOfAReportThatNothingFollowed() {
        book.deduct("one", POOL, FOUR, 1);
        book.ageReports(NOW.plusSeconds(39));
        assertThat(free()).isEqualTo(80 - 4);

        book.ageReports(NOW.plusSeconds(40));

        assertThat(free()).isEqualTo(40 - 4);
        assertThat(pool(POOL).old()).isTrue();
        assertThat(pool(POOL).isStaleAt(NOW.plusSeconds(60))).isFalse();
        assertThat(pool(POOL).isStaleAt(NOW.plusSeconds(61))).isTrue();
    }

    @Test
    void theNextReportCountsWhole() {
        book.ageReports(NOW.plusSeconds(50));
        book.report(a100s("east", 6, histogram(nodes(10, 8, 8)), "7.8 CNY"), NOW.plusSeconds(51));
        assertThat(free()).isEqualTo(80);

        book.ageReports(NOW.plusSeconds(60));
        assertThat(free()).isEqualTo(80);

        book.ageReports(NOW.plusSeconds(91));
        assertThat(free()).isEqualTo(40);
    }

    @Test
    void aReportIsAsOldAsWhatItSaw() {
        book.report(a100s("east", 6, histogram(nodes(10, 8, 8)), "7.8 CNY"), NOW.plusSeconds(50), NOW.plusSeconds(5));

        assertThat(pool(POOL).ageAt(NOW.plusSeconds(50))).isEqualTo(Duration.ofSeconds(45));
        assertThat(pool(POOL).freshUntil()).isEqualTo(NOW.plusSeconds(65));
        book.ageReports(NOW.plusSeconds(50));
        assertThat(free()).isEqualTo(40);
    }

    @Test
    void aPoolThatIsGoneDoesNotAge() {
        book.withdraw(POOL);
        book.ageReports(NOW.plusSeconds(50));
        assertThat(book.view().pools()).isEmpty();

        book.report(a100s("east", 1, histogram(nodes(10, 8, 8)), "7.8 CNY"), NOW.plusSeconds(60));
        book.ageReports(NOW.plusSeconds(100));

        assertThat(free()).isEqualTo(40);
    }

    @Test
    void dropsPoolsThatAFullReportDoesNotName() {
        book.synchronised(POOL.region(), Set.of("another"));

        assertThat(book.view().pools()).isEmpty();
    }

    @Test
    void remembersWhatWasGivenAwayOfAPoolThatIsNotReportedYet() {
        var later = key("west", "a100");
        book.deduct("one", later, FOUR, 2);
        book.connected(region("west"), NOW);
        book.report(a100s("west", 1, histogram(nodes(1, 8, 8)), "7.8 CNY"), NOW);

        assertThat(freeOf(later)).isZero();
    }

    @Test
    void letsGoOfPoolsThatAreGoneOnceNothingNeedsThem() {
        comeAndGo(10_000);

        assertThat(book.poolNumbers()).isLessThanOrEqualTo(PoolEntries.FEW);
        assertThat(free()).isEqualTo(80);
        book.ageReports(NOW.plusSeconds(40));
        assertThat(free()).isEqualTo(40);
    }

    @Test
    void remembersWhatIsGivenAwayAndReservedOfPoolsThatAreGone() {
        var withWork = key("west", "with-work");
        var reserved = new Reservation(key("west", "reserved"), "demo", "met-lab", 2, NOW, NOW.plusSeconds(60));
        book.connected(region("west"), NOW);
        book.deduct("one", withWork, FOUR, 2);
        book.reserve(reserved);
        comeAndGo(1_000);

        assertThat(book.uncovered(withWork)).isEqualTo(2);
        assertThat(book.reservations(reserved.pool()).all()).containsExactly(reserved);

        book.release("one");
        book.unreserve(reserved.pool(), "demo");
        comeAndGo(1_000);
        assertThat(book.poolNumbers()).isLessThanOrEqualTo(PoolEntries.FEW);
        assertThat(book.uncovered(withWork)).isZero();
    }

    private void comeAndGo(int pools) {
        for (int i = 0; i < pools; i++) {
            var report = a100s("region-" + i, 1, histogram(nodes(1, 8, 8)), "7.8 CNY");
            book.report(report, NOW);
            book.withdraw(report.key());
        }
    }

    @Test
    void givesBackWhatIsReleasedOnce() {
        book.deduct("one", POOL, FOUR, 3);
        book.release("one");
        book.release("one");

        assertThat(free()).isEqualTo(80);
    }

    @Test
    void placesNothingOnAQuarantinedPoolUntilASoundReport() {
        book.quarantine(POOL, "free 9 of 8");
        assertThat(pool(POOL).quarantine()).isEqualTo("free 9 of 8");

        book.report(a100s("east", 6, histogram(nodes(10, 8, 8)), "7.8 CNY"), NOW);
        assertThat(pool(POOL).quarantine()).isEmpty();
    }

    @Test
    void keepsACordonOverANewSession() {
        book.cordon(POOL.region(), "maintenance");
        book.connected(region("east"), NOW);

        assertThat(book.region(POOL.region()).orElseThrow().cordonNote()).isEqualTo("maintenance");
    }

    private long free() {
        return freeOf(POOL);
    }

    private long freeOf(PoolKey key) {
        return pool(key).free().freeUnits();
    }

    private PoolView pool(PoolKey key) {
        return book.view().pools().stream()
                .filter(pool -> pool.key().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
