package io.isobar.bench.admission;

import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.placement.Borrowing;
import io.isobar.broker.placement.Quota;
import io.isobar.broker.placement.Tenants;
import io.isobar.broker.resource.Cpu;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Who submits what: the performance tests of Kueue's scheduler (kubernetes-sigs/kueue, test/performance/scheduler/configs), with what
 * was published of them. A queue is a tenant, a cohort a group of tenants, a unit one core.
 *
 * @param quota cores that each tenant is guaranteed
 * @param borrowing cores that each tenant may hold beyond them
 * @param publishedMillis from the first to the last of Kueue, mean of several runs
 */
record Crowd(
        String name,
        int groups,
        int tenantsPerGroup,
        int quota,
        int borrowing,
        List<Kind> kinds,
        long publishedMillis) {
    /**
     * Equal workloads that one tenant submits one after the other.
     *
     * @param count of each tenant
     * @param publishedAdmissionMillis mean time from creation to admission of Kueue
     */
    record Kind(
            String name,
            int priority,
            int count,
            int cores,
            Duration runs,
            Duration every,
            long publishedAdmissionMillis) {}

    static final Crowd BASELINE = new Crowd(
            "baseline",
            5,
            6,
            20,
            100,
            List.of(
                    new Kind("small", 50, 350, 1, Duration.ofMillis(200), Duration.ofMillis(100), 215_468),
                    new Kind("medium", 100, 100, 5, Duration.ofMillis(500), Duration.ofMillis(500), 76_768),
                    new Kind("large", 200, 50, 20, Duration.ofSeconds(1), Duration.ofMillis(1_200), 16_501)),
            351_116);

    static final Crowd LARGE = new Crowd(
            "large-scale",
            10,
            100,
            20,
            100,
            List.of(
                    new Kind("small", 50, 35, 1, Duration.ofMillis(150), Duration.ofMillis(60), 700_379),
                    new Kind("medium", 100, 11, 5, Duration.ofMillis(350), Duration.ofMillis(300), 256_413),
                    new Kind("large", 200, 4, 20, Duration.ofMillis(700), Duration.ofMillis(700), 105_604)),
            1_179_411);

    int tenants() {
        return groups * tenantsPerGroup;
    }

    int workloads() {
        return tenants() * kinds.stream().mapToInt(Kind::count).sum();
    }

    /** By its label. */
    Kind kindOf(Workload workload) {
        var wanted = workload.spec().labels().get("kind");
        return kinds.stream()
                .filter(kind -> kind.name.equals(wanted))
                .findFirst()
                .orElseThrow();
    }

    /** Most cores that one tenant may hold. */
    long most() {
        return (long) quota + borrowing;
    }

    /** Most cores that all of a group may hold together. */
    long mostOfGroup() {
        return (long) quota * tenantsPerGroup;
    }

    static Crowd of(String name) {
        return Stream.of(LARGE, BASELINE)
                .filter(crowd -> crowd.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no crowd " + name + ", there are " + LARGE.name() + " and " + BASELINE.name()));
    }

    static String tenant(int group, int member) {
        return "tenant-" + group + "-" + member;
    }

    static String groupOf(String tenant) {
        return "group-" + tenant.split("-", -1)[1];
    }

    /** What nobody can do faster: the work of a tenant on what it is guaranteed, or its last submission and what that takes. */
    Duration bound() {
        long coreMillis = kinds.stream()
                .mapToLong(kind -> (long) kind.count * kind.cores * kind.runs.toMillis())
                .sum();
        long arrivals = kinds.stream()
                .mapToLong(kind -> (kind.count - 1) * kind.every.toMillis() + kind.runs.toMillis())
                .max()
                .orElseThrow();
        return Duration.ofMillis(Math.max(coreMillis / quota, arrivals));
    }

    /** As an operator configures them. */
    Tenants entitlements() {
        var byName = new HashMap<String, Tenants.Entitlement>();
        for (int group = 0; group < groups; group++) {
            byName.put("group-" + group, Tenants.Entitlement.USUAL);
            int of = group;
            IntStream.range(0, tenantsPerGroup)
                    .forEach(member -> byName.put(tenant(of, member), entitlement("group-" + of)));
        }
        return new Tenants(byName, Tenants.Entitlement.USUAL, Duration.ofDays(7));
    }

    private Tenants.Entitlement entitlement(String group) {
        return new Tenants.Entitlement(
                Tenants.Entitlement.USUAL_WEIGHT,
                new Quota(null, Cpu.ofCores(quota), null),
                new Borrowing(0, Cpu.ofCores(borrowing).millis(), 0),
                WorkloadSpec.HIGHEST_PRIORITY,
                group);
    }
}
