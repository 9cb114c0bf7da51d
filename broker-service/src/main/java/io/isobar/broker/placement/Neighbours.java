package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.RegionView;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.workload.PlacementRules.Spread;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What lives where already. */
public interface Neighbours extends Occupant.Source {
    /** Nothing lives anywhere. */
    Neighbours NONE = new Neighbours() {
        @Override
        public Map<String, Integer> of(String tenant, String name) {
            return Map.of();
        }

        @Override
        public List<Occupant> in(PoolKey pool) {
            return List.of();
        }
    };

    /** Workloads of this tenant with a live attempt. */
    default Residents residents(String tenant) {
        return new Residents();
    }

    /** Workloads with an attempt that waits in the queue of its site, those that have for longest first. */
    default List<Workload> inSiteQueues() {
        return List.of();
    }

    /** Live attempts of workloads with this name and tenant, by the name of their region. */
    Map<String, Integer> of(String tenant, String name);

    /** Regions where the workload's spread rule allows no more of it. A region whose province is unknown stands for itself. */
    static Set<String> crowded(WorkloadSpec spec, List<RegionView> regions, Neighbours neighbours) {
        var rule = spec.placement().spread();
        if (rule == null) {
            return Set.of();
        }
        var living = neighbours.of(spec.tenant(), spec.name());
        var counts = new HashMap<String, Integer>();
        for (var region : regions) {
            counts.merge(
                    groupOf(region, rule.by()),
                    living.getOrDefault(region.name().value(), 0),
                    Integer::sum);
        }
        var crowded = new HashSet<String>();
        for (var region : regions) {
            if (counts.getOrDefault(groupOf(region, rule.by()), 0) >= rule.maximum()) {
                crowded.add(region.name().value());
            }
        }
        return crowded;
    }

    private static String groupOf(RegionView region, Spread.By by) {
        return switch (by) {
            case REGION -> region.name().value();
            case PROVIDER -> region.facts().provider();
            case PROVINCE -> provinceOr(region.facts().place().province(), region);
        };
    }

    private static String provinceOr(@Nullable String province, RegionView region) {
        return province == null ? "region " + region.name() : province;
    }
}
