package io.isobar.broker.leader;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.placement.Neighbours;
import io.isobar.broker.placement.Occupant;
import io.isobar.broker.workload.WorkloadId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The workloads that are not over, and which of them have a live attempt where. Not safe for concurrent use. */
final class Roster implements Neighbours {
    private final Map<WorkloadId, Workload> workloads = new LinkedHashMap<>();
    private final Map<RegionName, Set<WorkloadId>> byRegion = new HashMap<>();
    private final Map<Named, Map<String, Integer>> byName = new HashMap<>();

    private record Named(String tenant, String name) {}

    @Nullable
    Workload find(WorkloadId id) {
        return workloads.get(id);
    }

    /** Takes the newest state in; what is over leaves. */
    void put(Workload workload) {
        var before = workloads.get(workload.id());
        var regionBefore = before == null ? null : regionOf(before);
        var region = regionOf(workload);
        if (before != null && regionBefore != null) {
            count(before, regionBefore, -1);
        }
        if (region != null) {
            count(workload, region, 1);
        }
        if (regionBefore != null && !regionBefore.equals(region)) {
            var there = byRegion.get(regionBefore);
            if (there != null) {
                there.remove(workload.id());
            }
        }
        if (region != null) {
            byRegion.computeIfAbsent(region, key -> new LinkedHashSet<>()).add(workload.id());
        }
        if (workload.isOver()) {
            workloads.remove(workload.id());
        } else {
            workloads.put(workload.id(), workload);
        }
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

    /** Those with a live attempt in the region. */
    List<Workload> in(RegionName region) {
        var there = new ArrayList<Workload>();
        for (var id : byRegion.getOrDefault(region, Set.of())) {
            var workload = workloads.get(id);
            if (workload != null) {
                there.add(workload);
            }
        }
        return there;
    }

    @Override
    public List<Occupant> in(PoolKey pool) {
        var there = new ArrayList<Occupant>();
        for (var workload : in(pool.region())) {
            var attempt = workload.attempt();
            if (attempt == null || !attempt.assignment().pool().equals(pool)) {
                continue;
            }
            there.add(Occupant.of(workload.spec(), attempt));
        }
        return there;
    }

    Map<RegionName, Integer> liveByRegion() {
        var live = new HashMap<RegionName, Integer>();
        byRegion.forEach((region, there) -> live.put(region, there.size()));
        return Map.copyOf(live);
    }

    int size() {
        return workloads.size();
    }

    private static @Nullable RegionName regionOf(Workload workload) {
        var attempt = workload.attempt();
        return attempt == null || !attempt.isLive()
                ? null
                : attempt.assignment().pool().region();
    }
}
