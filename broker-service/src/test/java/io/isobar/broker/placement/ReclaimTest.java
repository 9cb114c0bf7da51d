package io.isobar.broker.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.failure.Reason;
import io.isobar.broker.resource.Cpu;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReclaimTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final long UNLIMITED = Borrowing.UNLIMITED;

    private static Tenants.Entitlement cores(@Nullable Integer quota, long borrow, @Nullable String parent) {
        return new Tenants.Entitlement(
                1,
                quota == null ? Quota.NONE : new Quota(null, Cpu.ofCores(quota), null),
                new Borrowing(0, borrow == UNLIMITED ? UNLIMITED : 1_000 * borrow, 0),
                WorkloadSpec.HIGHEST_PRIORITY,
                parent);
    }

    private static Tenants tenants(Map<String, Tenants.Entitlement> byName) {
        return new Tenants(byName, Tenants.Entitlement.USUAL);
    }

    /** A group of two with four cores each. */
    private static Tenants pair(long borrow) {
        return tenants(
                Map.of("met", cores(null, 0, null), "lab", cores(4, borrow, "met"), "sea", cores(4, borrow, "met")));
    }

    @Test
    void whatASiblingLeavesIdleMayBeBorrowedUpToTheLimit() {
        var shop = new Workshop(100, pair(3), 1);
        shop.submit("lab", 20, 1, DAY);

        shop.settle();

        assertThat(shop.held("lab")).isEqualTo(7);
        assertThat(shop.why("lab"))
                .contains("tenant lab holds 7 of 7 cpus (4 guaranteed, 3 borrowed) and this takes 1");
    }

    @Test
    void withoutALimitAllThatIsIdleMayBeBorrowed() {
        var shop = new Workshop(100, pair(UNLIMITED), 1);
        shop.submit("lab", 20, 1, DAY);

        shop.settle();

        assertThat(shop.held("lab")).isEqualTo(8);
        assertThat(shop.why("lab")).contains("group met holds 8 of 8 cpus and this takes 1");
    }

    @Test
    void theLenderTakesBackWhatItWantsAndNoMore() {
        var shop = new Workshop(100, pair(UNLIMITED), 1);
        shop.submit("lab", 20, 1, DAY);
        shop.settle();

        shop.submit("sea", 1, 3, DAY);
        shop.settle();

        assertThat(shop.held("sea")).isEqualTo(3);
        assertThat(shop.held("lab")).isEqualTo(5);
        assertThat(shop.stopped).hasSize(3).containsOnly(Reason.QUOTA_RECLAIMED);
    }

    @Test
    void nobodyIsStoppedForWhatIsMoreThanTheLendersGuarantee() {
        var shop = new Workshop(100, pair(UNLIMITED), 1);
        shop.submit("lab", 8, 1, DAY);
        shop.settle();

        shop.submit("sea", 1, 5, DAY);
        shop.settle();

        assertThat(shop.held("sea")).isZero();
        assertThat(shop.stopped).isEmpty();
        assertThat(shop.why("sea"))
                .contains("group met holds 8 of 8 cpus and this takes 5; tenant sea is guaranteed 4 and holds 0");
    }

    @Test
    void whatMayNotBeTriedAgainIsLeftAlone() {
        var shop = new Workshop(100, pair(UNLIMITED), 1);
        shop.restartable = false;
        shop.submit("lab", 8, 1, DAY);
        shop.settle();

        shop.submit("sea", 1, 1, DAY);
        shop.settle();

        assertThat(shop.stopped).isEmpty();
        assertThat(shop.held("lab")).isEqualTo(8);
    }

    @Test
    void theLowestPriorityAndThenTheYoungestGivesBackFirst() {
        var shop = new Workshop(100, pair(UNLIMITED), 1);
        shop.submit("lab", 6, 1, DAY, 3);
        shop.settle();
        shop.submit("lab", 2, 1, DAY, 1);
        shop.settle();

        shop.submit("sea", 1, 2, DAY);
        shop.settle();

        assertThat(shop.stoppedPriorities).containsExactly(1, 1);
    }

    @Test
    void theLenderTakesItBackEvenOfAHigherPriorityWhichDoesNotGetItAgain() {
        var shop = new Workshop(100, pair(UNLIMITED), 1);
        shop.submit("lab", 8, 1, DAY, 900);
        shop.settle();

        shop.submit("sea", 4, 1, DAY, -5);
        for (int round = 0; round < 20; round++) {
            shop.settle();
        }

        assertThat(shop.held("sea")).isEqualTo(4);
        assertThat(shop.held("lab")).isEqualTo(4);
        assertThat(shop.stopped).hasSize(4);
    }

    @Test
    void whereTheMachineIsSmallerThanWhatIsGuaranteedTheBorrowerMakesRoomAllTheSame() {
        var shop = new Workshop(6, pair(UNLIMITED), 1);
        shop.submit("lab", 8, 1, DAY, 900);
        shop.settle();
        assertThat(shop.held("lab")).isEqualTo(6);

        shop.submit("sea", 2, 1, DAY);
        for (int round = 0; round < 20; round++) {
            shop.settle();
        }

        assertThat(shop.held("sea")).isEqualTo(2);
        assertThat(shop.held("lab")).isEqualTo(4);
        assertThat(shop.stopped).hasSize(2);
    }

    @Test
    void peopleAreToldWhoBorrowed() {
        var shop = new Workshop(
                100,
                tenants(Map.of(
                        "met", cores(null, 0, null),
                        "lab", cores(4, UNLIMITED, "met"),
                        "sea", cores(4, UNLIMITED, "met"),
                        "ice", cores(2, 0, "met"))),
                1);
        shop.submit("lab", 7, 1, DAY);
        shop.submit("sea", 3, 1, DAY);
        shop.settle();

        assertThat(shop.inWords("ice", 3_000))
                .isEqualTo(
                        "tenant ice holds 0 of 2 cpus and this takes 3; group met holds 10 of 10 cpus and this takes 3;"
                                + " tenant ice is guaranteed 2 and holds 0; borrowed by lab 3");
    }

    /** What is held never is more than it may be, nobody gives back who is within his guarantee, and an end is come to. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void holdsInRandomGroups(long seed) {
        var random = new Random(seed);
        var byName = new HashMap<String, Tenants.Entitlement>();
        boolean nested = random.nextBoolean();
        byName.put("met", cores(null, 0, null));
        byName.put("sub", cores(null, random.nextInt(6), "met"));
        int sum = 0;
        var names = IntStream.range(0, 5).mapToObj(i -> "t" + i).toList();
        for (var name : names) {
            int quota = random.nextInt(10);
            sum += quota;
            long borrow = random.nextInt(3) == 0 ? UNLIMITED : random.nextInt(12);
            byName.put(name, cores(quota, borrow, nested && random.nextBoolean() ? "sub" : "met"));
        }
        if (byName.values().stream().noneMatch(one -> "sub".equals(one.parent()))) {
            byName.remove("sub");
        }
        var guarantees = new Guarantees(tenants(byName));
        var shop = new Workshop(random.nextBoolean() ? 1_000 : Math.max(1, sum - 3), tenants(byName), seed);
        shop.onReclaim = occupant -> assertThat(shop.held(occupant.tenant()))
                .as("seed %s: %s is within its guarantee", seed, occupant)
                .isGreaterThan(guarantees.of(occupant.tenant()).guaranteed().millicpus() / 1_000);
        for (int step = 0; step < 60; step++) {
            shop.submit(
                    names.get(random.nextInt(5)),
                    random.nextInt(4),
                    1 + random.nextInt(6),
                    Duration.ofHours(1 + random.nextInt(30)),
                    random.nextInt(3));
            shop.settle();
            for (var name : byName.keySet()) {
                assertThat(1_000 * shop.held(name))
                        .as("seed %s, step %s: %s", seed, step, name)
                        .isLessThanOrEqualTo(guarantees.of(name).most().millicpus());
            }
            if (random.nextInt(3) > 0) {
                shop.pass();
            }
        }
        int before = shop.stopped.size();
        // Nothing comes and nothing ends from here on.
        for (int round = 0; round < 100; round++) {
            shop.settle();
        }
        int settled = shop.stopped.size();
        for (int round = 0; round < 50; round++) {
            shop.settle();
        }
        assertThat(shop.stopped).as("seed %s: stopped for ever", seed).hasSize(settled);
        assertThat(settled - before)
                .as("seed %s: stopped in a static situation", seed)
                .isLessThanOrEqualTo(20);
    }

    /** A lender whose every piece of work is small enough ends up with its guarantee, if it wants that much. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whoWantsItsGuaranteeHasIt(long seed) {
        var random = new Random(seed);
        int lab = 1 + random.nextInt(8);
        int sea = 1 + random.nextInt(8);
        var shop = new Workshop(
                100,
                tenants(Map.of(
                        "met", cores(null, 0, null),
                        "lab", cores(lab, UNLIMITED, "met"),
                        "sea", cores(sea, UNLIMITED, "met"))),
                seed);
        shop.submit("lab", 30, 1, DAY, random.nextInt(9));
        shop.settle();
        shop.submit("sea", 30, 1, DAY, random.nextInt(9));
        for (int round = 0; round < 10; round++) {
            shop.settle();
        }

        assertThat(List.of(shop.held("lab"), shop.held("sea")))
                .as("seed %s", seed)
                .isEqualTo(List.of((long) lab, (long) sea));
    }
}
