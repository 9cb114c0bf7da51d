package io.isobar.broker.leader;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.broker.placement.ExpectedEnds;
import io.isobar.broker.placement.Neighbours;
import io.isobar.broker.placement.Occupant;
import io.isobar.broker.placement.Residents;
import io.isobar.broker.workload.WorkloadId;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The workloads that are not over, and which of them have a live attempt where. Not safe for concurrent use. */
final class Roster implements Neighbours {
    private final Map<WorkloadId, Workload> workloads = new LinkedHashMap<>();
    private final Map<RegionName, Map<PoolKey, Set<WorkloadId>>> byPool = new HashMap<>();
    private final Map<Named, Map<String, Integer>> byName = new HashMap<>();

    /** Those whose attempt waits in its site's queue, as its region says. */
    private final Set<WorkloadId> inSiteQueues = new LinkedHashSet<>();

    private final Map<String, Residents> byTenant = new HashMap<>();
    private final ExpectedEnds ends = new ExpectedEnds();
    private int queued;
    private int placing;
    private int starting;
    private int running;

    /** What starts on a pool are expected to take. */
    private final Function<PoolKey, Duration> startDelays;

    private record Named(String tenant, String name) {}

    Roster(Function<PoolKey, Duration> startDelays) {
        this.startDelays = startDelays;
    }

    @Nullable
    Workload find(WorkloadId id) {
        return workloads.get(id);
    }

    /** Takes the newest state in; what is over leaves. */
    void put(Workload workload) {
        var before = workloads.get(workload.id());
        var left = before == null ? Set.<PoolKey>of() : poolsOf(before);
        var taken = poolsOf(workload);
        if (!left.equals(taken)) {
            left.forEach(pool -> idsIn(pool).remove(workload.id()));
            taken.forEach(pool -> idsIn(pool).add(workload.id()));
            regionsOf(left).forEach(region -> count(workload, region, -1));
            regionsOf(taken).forEach(region -> count(workload, region, 1));
            house(workload, regionsOf(taken));
        }
        if (isInSiteQueue(workload)) {
            inSiteQueues.add(workload.id());
        } else {
            inSiteQueues.remove(workload.id());
        }
        if (before != null) {
            count(before.state(), -1);
        }
        count(workload.state(), 1);
        ends.see(workload);
        if (workload.isOver()) {
            workloads.remove(workload.id());
        } else {
            workloads.put(workload.id(), workload);
        }
    }

    private void count(WorkloadState state, int by) {
        switch (state) {
            case WorkloadState.Queued _ -> queued += by;
            case WorkloadState.Placing _ -> placing += by;
            case WorkloadState.Starting _ -> starting += by;
            case WorkloadState.Running _ -> running += by;
            case WorkloadState.Over _ -> {}
        }
    }

    Snapshot.States states() {
        return new Snapshot.States(queued, placing, starting, running);
    }

    private Set<WorkloadId> idsIn(PoolKey pool) {
        return byPool.computeIfAbsent(pool.region(), region -> new TreeMap<>())
                .computeIfAbsent(pool, key -> new LinkedHashSet<>());
    }

    private void house(Workload workload, Set<RegionName> regions) {
        var tenant = workload.spec().tenant();
        if (!regions.isEmpty()) {
            byTenant.computeIfAbsent(tenant, key -> new Residents())
                    .put(
                            workload.id(),
                            workload.spec(),
                            regions.stream().map(RegionName::value).collect(Collectors.toUnmodifiableSet()));
        } else {
            byTenant.computeIfPresent(tenant, (key, residents) -> {
                residents.remove(workload.id());
                return residents.isEmpty() ? null : residents;
            });
        }
    }

    @Override
    public Residents residents(String tenant) {
        return byTenant.getOrDefault(tenant, new Residents());
    }

    private void count(Workload workload, RegionName region, int by) {
        var key = new Named(workload.spec().tenant(), workload.spec().name());
        var counts = byName.computeIfAbsent(key, named -> new HashMap<>());
        counts.merge(region.value(), by, (held, more) -> held + more == 0 ? null : held + more);
        if (counts.isEmpty()) {
            byName.remove(key);
        }
    }

    @Override
    public Map<String, Integer> of(String tenant, String name) {
        return byName.getOrDefault(new Named(tenant, name), Map.of());
    }

    /** Whether one of those with a live attempt in the region is so. */
    boolean anyIn(RegionName region, Predicate<Workload> so) {
        return byPool.getOrDefault(region, Map.of()).values().stream()
                .flatMap(this::found)
                .anyMatch(so);
    }

    /** Those with a live attempt in the region. */
    List<Workload> in(RegionName region) {
        return byPool.getOrDefault(region, Map.of()).values().stream()
                .flatMap(this::found)
                .distinct()
                .toList();
    }

    @Override
    public List<Occupant> in(PoolKey pool) {
        var ids = byPool.getOrDefault(pool.region(), Map.of()).getOrDefault(pool, Set.of());
        var startDelay = startDelays.apply(pool);
        return found(ids)
                .flatMap(workload -> workload.liveParts().stream()
                        .filter(part -> part.assignment().pool().equals(pool))
                        .map(part -> Occupant.of(
                                workload, part, startDelay, ends.of(part).orElse(null))))
                .toList();
    }

    private static boolean isInSiteQueue(Workload workload) {
        return workload.liveParts().stream().anyMatch(part -> part.waiting() != null);
    }

    @Override
    public List<Workload> inSiteQueues() {
        return inSiteQueues.isEmpty() ? List.of() : found(inSiteQueues).toList();
    }

    private Stream<Workload> found(Set<WorkloadId> ids) {
        return ids.stream().flatMap(id -> Stream.ofNullable(workloads.get(id)));
    }

    Map<RegionName, Integer> liveByRegion() {
        var live = new HashMap<RegionName, Integer>();
        byPool.forEach((region, pools) ->
                live.put(region, pools.values().stream().mapToInt(Set::size).sum()));
        return Map.copyOf(live);
    }

    /** Where it has a live attempt. */
    private static Set<PoolKey> poolsOf(Workload workload) {
        var live = workload.liveParts();
        return switch (live.size()) {
            case 0 -> Set.of();
            case 1 -> Set.of(live.getFirst().assignment().pool());
            default -> live.stream().map(part -> part.assignment().pool()).collect(Collectors.toUnmodifiableSet());
        };
    }

    private static Set<RegionName> regionsOf(Set<PoolKey> pools) {
        return pools.stream().map(PoolKey::region).collect(Collectors.toUnmodifiableSet());
    }
}
