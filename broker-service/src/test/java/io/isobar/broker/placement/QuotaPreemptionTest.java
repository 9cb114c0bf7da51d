package io.isobar.broker.placement;

import static io.isobar.broker.samples.Pools.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.placement.Holdings.Sum;
import io.isobar.broker.resource.Cpu;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaPreemptionTest {
    private static final Duration DAY = Duration.ofDays(1);

    private static Tenants.Entitlement cores(@Nullable Integer quota, long borrow, @Nullable String parent) {
        return new Tenants.Entitlement(
                1,
                quota == null ? Quota.NONE : new Quota(null, Cpu.ofCores(quota), null),
                new Borrowing(0, 1_000 * borrow, 0),
                WorkloadSpec.HIGHEST_PRIORITY,
                parent);
    }

    private static Tenants tenants(Map<String, Tenants.Entitlement> byName) {
        return new Tenants(byName, Tenants.Entitlement.USUAL);
    }

    /** Of eight cores. */
    private static Tenants lab() {
        return tenants(Map.of("lab", cores(8, 0, null)));
    }

    @Test
    void lowerPrioritiesOfTheTenantLeaveTheQuotaAndNoMoreThanIsWanted() {
        var shop = new Workshop(100, lab(), 1);
        shop.submit("lab", 8, 1, DAY);
        shop.settle();

        shop.submit("lab", 1, 3, DAY, 5);
        shop.settle();

        assertThat(shop.heldFrom("lab", 5)).isEqualTo(3);
        assertThat(shop.held("lab")).isEqualTo(8);
        assertThat(shop.stopped).hasSize(3).containsOnly(Reason.PREEMPTED);
    }

    @Test
    void anEqualPriorityAndWhatMayNotBeTriedAgainStay() {
        var equal = new Workshop(100, lab(), 1);
        equal.submit("lab", 8, 1, DAY, 5);
        equal.settle();
        equal.submit("lab", 1, 1, DAY, 5);
        equal.settle();
        assertThat(equal.stopped).isEmpty();

        var once = new Workshop(100, lab(), 1);
        once.restartable = false;
        once.submit("lab", 8, 1, DAY);
        once.settle();
        once.submit("lab", 1, 1, DAY, 5);
        once.settle();
        assertThat(once.stopped).isEmpty();
        assertThat(once.why("lab")).contains("tenant lab holds 8 of 8 cpus and this takes 1");
    }

    @Test
    void theLeastWorkIsLost() {
        var shop = new Workshop(100, lab(), 1);
        shop.submit("lab", 4, 1, DAY, 1);
        shop.settle();
        shop.now = shop.now.plus(Duration.ofHours(3));
        shop.submit("lab", 4, 1, DAY, 2);
        shop.settle();
        shop.now = shop.now.plus(Duration.ofHours(1));

        shop.submit("lab", 2, 1, DAY, 5);
        shop.settle();

        // Which then take the places of those below them.
        assertThat(shop.stoppedPriorities).startsWith(2, 2);
    }

    @Test
    void otherTenantsKeepTheirs() {
        var shop = new Workshop(100, tenants(Map.of("lab", cores(8, 0, null), "sea", cores(8, 0, null))), 1);
        shop.submit("lab", 8, 1, DAY, 4);
        shop.submit("sea", 8, 1, DAY);
        shop.settle();

        shop.submit("lab", 1, 2, DAY, 5);
        shop.settle();

        assertThat(shop.stoppedPriorities).containsExactly(4, 4);
        assertThat(shop.held("sea")).isEqualTo(8);
    }

    @Test
    void nobodyIsStoppedForWhatIsMoreThanTheQuotaOrFindsNoRoom() {
        var shop = new Workshop(100, lab(), 1);
        shop.submit("lab", 8, 1, DAY);
        shop.settle();
        shop.submit("lab", 1, 9, DAY, 5);
        shop.settle();
        assertThat(shop.stopped).isEmpty();

        var full = new Workshop(10, tenants(Map.of("lab", cores(4, 0, null))), 1);
        full.submit("sea", 8, 1, DAY, 9);
        full.submit("lab", 1, 1, DAY);
        full.settle();
        full.submit("lab", 1, 4, DAY, 5);
        full.settle();
        assertThat(full.stopped).isEmpty();
    }

    @Test
    void theTenantsOwnWorkLeavesTheQuotaOfItsGroup() {
        var shop = new Workshop(
                100,
                tenants(Map.of("met", cores(null, 0, null), "lab", cores(4, 4, "met"), "sea", cores(4, 4, "met"))),
                1);
        shop.submit("sea", 4, 1, DAY);
        shop.submit("lab", 4, 1, DAY);
        shop.settle();

        shop.submit("lab", 1, 3, DAY, 5);
        shop.settle();

        assertThat(shop.heldFrom("lab", 5)).isEqualTo(3);
        assertThat(shop.held("sea")).isEqualTo(4);
        assertThat(shop.stopped).hasSize(3).containsOnly(Reason.PREEMPTED);
    }

    @Test
    void onceItsOwnHasLeftSiblingsGiveBackTheRest() {
        var shop = new Workshop(
                100,
                tenants(Map.of("met", cores(null, 0, null), "lab", cores(4, 4, "met"), "sea", cores(4, 4, "met"))),
                1);
        shop.submit("lab", 2, 1, DAY);
        shop.submit("sea", 6, 1, DAY);
        shop.settle();
        assertThat(shop.held("sea")).isEqualTo(6);

        shop.submit("lab", 1, 4, DAY, 5);
        shop.settle();

        assertThat(shop.heldFrom("lab", 5)).isEqualTo(4);
        assertThat(shop.held("sea")).isEqualTo(4);
        assertThat(shop.stopped)
                .containsExactlyInAnyOrder(
                        Reason.PREEMPTED, Reason.PREEMPTED, Reason.QUOTA_RECLAIMED, Reason.QUOTA_RECLAIMED);
    }

    @Test
    void whatTheStoppedLeaveOneByOneIsKeptForWhomTheyWereStopped() {
        var tenants = lab();
        var cohorts = new Cohorts(tenants);
        var holdings = new Holdings();
        var line = new WaitingLine();
        var preemptor = new WorkloadId("w-0000000001");
        var other = new WorkloadId("w-0000000002");
        var spec = Specs.of("lab", Specs.command(1));
        line.put(Workload.accepted(preemptor, spec, NOW));
        line.put(Workload.accepted(other, spec, NOW));
        cohorts.claim(preemptor, "lab", new Sum(0, 6_000, 0), NOW);

        var itsOwn = cohorts.allowance(line.find(preemptor).orElseThrow(), holdings);
        var others = cohorts.allowance(line.find(other).orElseThrow(), holdings);

        assertThat(itsOwn.objection("lab", new Sum(0, 8_000, 0))).isEmpty();
        assertThat(others.objection("lab", new Sum(0, 2_000, 0))).isEmpty();
        assertThat(others.objection("lab", new Sum(0, 3_000, 0))).isPresent();
    }

    /** Whatever comes: nothing waits for quota that lower priorities of its own tenant hold, and an end is come to. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void nothingWaitsBehindLowerPrioritiesOfItsOwnTenant(long seed) {
        var random = new Random(seed);
        var byName = new HashMap<String, Tenants.Entitlement>();
        var quotas = new HashMap<String, Integer>();
        for (int i = 0; i < 3; i++) {
            quotas.put("t" + i, 4 + random.nextInt(12));
        }
        quotas.forEach((tenant, quota) -> byName.put(tenant, cores(quota, 0, null)));
        var shop = new Workshop(1_000, tenants(byName), seed);
        for (int step = 0; step < 80; step++) {
            shop.submit(
                    "t" + random.nextInt(3),
                    1 + random.nextInt(3),
                    1 + random.nextInt(6),
                    Duration.ofHours(1 + random.nextInt(30)),
                    random.nextInt(4));
            // What a round starts beside work that waits, a later one may stop for it.
            for (int again = 0; again < 4; again++) {
                shop.settle();
            }
            quotas.forEach((tenant, quota) -> {
                assertThat(shop.held(tenant)).as("seed %s: %s", seed, tenant).isLessThanOrEqualTo((long) quota);
                shop.waitingSpecs(tenant)
                        .filter(spec -> cores(spec) <= quota)
                        .forEach(spec -> assertThat(shop.heldFrom(tenant, spec.priority()) + cores(spec))
                                .as("seed %s: %s waits for %s cores at %s", seed, tenant, cores(spec), spec.priority())
                                .isGreaterThan((long) quota));
            });
            if (random.nextInt(3) > 0) {
                shop.pass();
            }
        }
        assertThat(shop.stopped).as("seed %s", seed).isNotEmpty();
    }

    private static long cores(WorkloadSpec spec) {
        return spec.resources().cpus().minimum().millis() / 1_000;
    }
}
