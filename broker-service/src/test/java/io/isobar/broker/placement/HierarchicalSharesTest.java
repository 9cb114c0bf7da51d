package io.isobar.broker.placement;

import static io.isobar.broker.samples.Pools.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HierarchicalSharesTest {
    private static final Duration HALF_LIFE = Duration.ofDays(7);

    private static Tenants.Entitlement member(double weight, @Nullable String parent) {
        return new Tenants.Entitlement(weight, Quota.NONE, Borrowing.NONE, WorkloadSpec.HIGHEST_PRIORITY, parent);
    }

    private static Tenants tenants(Map<String, Tenants.Entitlement> byName, @Nullable Duration halfLife) {
        return new Tenants(byName, Tenants.Entitlement.USUAL, halfLife);
    }

    private static Map<String, Long> counted(List<String> order) {
        return order.stream().collect(Collectors.groupingBy(tenant -> tenant, Collectors.counting()));
    }

    /** With one place there is never more than one thing held: only what was used can tell who was served less. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whatTenantsUsedComesToTheRatioOfTheirWeightsHoweverLongTheirJobsAre(long seed) {
        var random = new Random(seed);
        var tenants = tenants(Map.of("one", member(1, null), "three", member(3, null)), HALF_LIFE);
        var shop = new Workshop(1 + random.nextInt(3), tenants, seed);
        var lengths = Map.of("one", 20 + random.nextInt(400), "three", 20 + random.nextInt(400));

        while (shop.now.isBefore(NOW.plus(Duration.ofDays(30)))) {
            for (var tenant : List.of("one", "three")) {
                if (shop.waiting(tenant) < 4) {
                    shop.submit(
                            tenant, 4, 1, Duration.ofMinutes(1 + random.nextInt(2 * lengths.getOrDefault(tenant, 0))));
                }
            }
            shop.place();
            shop.pass();
        }

        double ratio = shop.coreHours.getOrDefault("three", 0.0) / shop.coreHours.getOrDefault("one", 0.0);
        assertThat(ratio).as("seed %s, minutes %s", seed, lengths).isCloseTo(3, within(0.15));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aGroupGetsNoMoreByBeingSplit(long seed) {
        var random = new Random(seed);
        int members = 2 + random.nextInt(6);
        var byName = new HashMap<String, Tenants.Entitlement>();
        byName.put("group", member(1, null));
        byName.put("alone", member(1, null));
        for (int i = 0; i < members; i++) {
            byName.put("m" + i, member(1 + random.nextInt(5), "group"));
        }
        int cores = 2 * (20 + random.nextInt(30));
        var shop = new Workshop(cores, tenants(byName, null), seed);
        var names = new ArrayList<>(byName.keySet());
        names.remove("group");
        Collections.shuffle(names, random);
        names.forEach(name -> shop.submit(name, cores, 1, Duration.ofHours(1)));

        shop.place();

        assertThat(counted(shop.order).get("alone"))
                .as("seed %s, %s members", seed, members)
                .isEqualTo(cores / 2);
    }

    @Test
    void withinAGroupTheWeightsOfItsMembersDecide() {
        var tenants = tenants(
                Map.of(
                        "group", member(1, null),
                        "light", member(1, "group"),
                        "heavy", member(3, "group"),
                        "alone", member(1, null)),
                null);
        var shop = new Workshop(40, tenants, 1);
        List.of("light", "heavy", "alone").forEach(name -> shop.submit(name, 100, 1, Duration.ofHours(1)));

        shop.place();

        assertThat(counted(shop.order)).isEqualTo(Map.of("alone", 20L, "heavy", 15L, "light", 5L));
    }

    @Test
    void whatAMemberHoldsThatWantsNoMoreCountsForItsGroup() {
        var tenants = tenants(Map.of("group", member(1, null), "a", member(1, "group"), "b", member(1, "group")), null);
        var shop = new Workshop(10, tenants, 1);
        shop.submit("a", 4, 1, Duration.ofHours(1));
        shop.place();
        shop.order.clear();
        shop.submit("b", 10, 1, Duration.ofHours(1));
        shop.submit("alone", 10, 1, Duration.ofHours(1));

        shop.place();

        assertThat(counted(shop.order)).isEqualTo(Map.of("alone", 5L, "b", 1L));
    }

    @Test
    void whoHasNoWeightIsServedWhenNobodyElseWantsAnything() {
        var tenants = tenants(Map.of("idle", member(0, null), "spare", member(0, null)), null);
        var shop = new Workshop(10, tenants, 1);
        shop.submit("idle", 10, 1, Duration.ofHours(1));
        shop.submit("spare", 10, 1, Duration.ofHours(1));
        shop.submit("usual", 7, 1, Duration.ofHours(1));

        shop.place();

        assertThat(shop.order.subList(0, 7)).containsOnly("usual");
        assertThat(counted(shop.order)).containsEntry("idle", 2L).containsEntry("spare", 1L);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theOrderOfArrivalChangesNoTotals(long seed) {
        var random = new Random(seed);
        var byName = new HashMap<String, Tenants.Entitlement>();
        byName.put("g", member(random.nextDouble(0.5, 4), null));
        byName.put("h", member(random.nextDouble(0.5, 4), null));
        var arrivals = new ArrayList<String>();
        for (int i = 0; i < 6; i++) {
            byName.put("t" + i, member(random.nextDouble(0.5, 4), i < 2 ? "g" : i < 4 ? "h" : null));
            arrivals.addAll(Collections.nCopies(60, "t" + i));
        }

        Map<String, Long> totals = null;
        for (int run = 0; run < 4; run++) {
            Collections.shuffle(arrivals, random);
            var shop = new Workshop(100, tenants(byName, HALF_LIFE), seed);
            arrivals.forEach(tenant -> shop.submit(tenant, 1, 1, Duration.ofHours(1)));
            shop.place();
            totals = totals == null ? counted(shop.order) : totals;
            assertThat(counted(shop.order)).as("seed %s, run %s", seed, run).isEqualTo(totals);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aNewLeaderServesInTheSameOrder(long seed) {
        assertThat(history(seed, true)).as("seed %s", seed).isEqualTo(history(seed, false));
    }

    private static List<String> history(long seed, boolean restarts) {
        var random = new Random(seed);
        var tenants = tenants(
                Map.of(
                        "g", member(1.5, null),
                        "a", member(1, "g"),
                        "b", member(2, "g"),
                        "c", member(0.7, null)),
                HALF_LIFE);
        var shop = new Workshop(7, tenants, seed);
        var durable = new HashMap<String, Used>();
        for (int step = 0; step < 300; step++) {
            var tenant = List.of("a", "b", "c", "d").get(random.nextInt(4));
            shop.submit(tenant, random.nextInt(4), 1 + random.nextInt(3), Duration.ofMinutes(1 + random.nextInt(600)));
            shop.place();
            shop.keepUsed(durable);
            boolean crash = random.nextInt(10) == 0;
            if (crash && restarts) {
                shop.restart(tenants, durable);
            }
            shop.pass();
            shop.keepUsed(durable);
        }
        return shop.order;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatWasUsedDecaysTheSameInOneStepAsInMany(long seed) {
        var random = new Random(seed);
        var start = NOW;
        var rate = new Used.Rate(random.nextDouble(1e5), random.nextDouble(1e3));
        var used = new Used(random.nextDouble(1e7), random.nextDouble(1e5), start);
        var whole = used.after(start.plus(Duration.ofDays(20)), rate, HALF_LIFE);
        var steps = used;
        for (var time = start; time.isBefore(start.plus(Duration.ofDays(20))); ) {
            time = time.plus(Duration.ofMinutes(1 + random.nextInt(3_000)));
            time = time.isAfter(start.plus(Duration.ofDays(20))) ? start.plus(Duration.ofDays(20)) : time;
            steps = steps.after(time, rate, HALF_LIFE);
        }

        assertThat(steps.acceleratorHours())
                .as("seed %s", seed)
                .isCloseTo(whole.acceleratorHours(), within(whole.acceleratorHours() * 1e-9));
        assertThat(steps.coreHours()).isCloseTo(whole.coreHours(), within(whole.coreHours() * 1e-9));
    }

    @Test
    void halfIsLeftAfterAHalfLifeAndWhatIsHeldForLongComesToItsMeanLife() {
        var start = NOW;
        var used = new Used(1_000, 10, start);

        assertThat(used.after(start.plus(HALF_LIFE), Used.Rate.NOTHING, HALF_LIFE)
                        .acceleratorHours())
                .isCloseTo(500, within(1e-9));
        double meanLife = HALF_LIFE.toHours() / Math.log(2);
        var after = used.after(start.plus(HALF_LIFE.multipliedBy(40)), new Used.Rate(312, 8), HALF_LIFE);
        assertThat(after.acceleratorHours()).isCloseTo(312 * meanLife, within(1e-3));
        assertThat(after.coreHours()).isCloseTo(8 * meanLife, within(1e-3));
    }
}
