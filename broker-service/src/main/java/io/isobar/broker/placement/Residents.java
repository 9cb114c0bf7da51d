package io.isobar.broker.placement;

import io.isobar.broker.workload.NeighbourRule;
import io.isobar.broker.workload.PlacementRules.Spread;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The workloads of one tenant that have a live attempt, and in which region. Not safe for concurrent use. */
public final class Residents {
    private final Map<WorkloadId, Resident> all = new LinkedHashMap<>();
    /** Those that keep others away, by the rule that they have in common. */
    private final Map<NeighbourRule, Map<WorkloadId, Resident>> guards = new LinkedHashMap<>();
    /** How many there are of each array. */
    private final Map<String, Integer> byArray = new HashMap<>();
    /** What was asked for since the last change, for many ask for the same. */
    private final Map<Selector, Map<String, Names>> found = new HashMap<>();

    private record Resident(WorkloadSpec spec, Set<String> regions) {}

    private record Selector(
            Map<String, String> labels, @Nullable String name) {}

    /** Workloads in one region, of which a few are named. */
    record Names(List<String> first, int count) {
        private static final int MOST = 3;

        static Names of(Collection<WorkloadSpec> workloads) {
            var first = workloads.stream()
                    .map(WorkloadSpec::name)
                    .sorted()
                    .distinct()
                    .limit(MOST)
                    .toList();
            return new Names(first, workloads.size());
        }

        /** "a, b and 2 others". */
        String inWords() {
            int others = count - first.size();
            return String.join(", ", first)
                    + (others == 0 ? "" : " and " + others + (others == 1 ? " other" : " others"));
        }
    }

    /** A rule of some that live there, by region. */
    record Guard(Spread.By by, Map<String, Names> holders) {}

    /** It lives in these regions: one, or those of the parts of its gang. */
    public void put(WorkloadId id, WorkloadSpec spec, Set<String> regions) {
        var resident = new Resident(spec, Set.copyOf(regions));
        if (resident.equals(all.get(id))) {
            return;
        }
        remove(id);
        all.put(id, resident);
        count(spec, 1);
        for (var rule : spec.placement().antiAffinity()) {
            guards.computeIfAbsent(rule, key -> new LinkedHashMap<>()).put(id, resident);
        }
    }

    public void remove(WorkloadId id) {
        var gone = all.remove(id);
        found.clear();
        if (gone != null) {
            count(gone.spec(), -1);
            for (var rule : gone.spec().placement().antiAffinity()) {
                guards.computeIfPresent(rule, (key, holders) -> {
                    holders.remove(id);
                    return holders.isEmpty() ? null : holders;
                });
            }
        }
    }

    private void count(WorkloadSpec spec, int by) {
        var array = spec.array();
        if (array != null) {
            byArray.merge(array.name(), by, (held, more) -> held + more == 0 ? null : held + more);
        }
    }

    /** How many of them are tasks of the array of that name. */
    int ofArray(String name) {
        return byArray.getOrDefault(name, 0);
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** Whether any of them keeps others away. */
    boolean keepsAnyAway() {
        return !guards.isEmpty();
    }

    /** Those that a rule means, by region. */
    Map<String, Names> selectedBy(NeighbourRule rule) {
        return found.computeIfAbsent(
                new Selector(rule.labels(), rule.name()),
                key -> byRegion(all.values().stream()
                        .filter(resident -> rule.selects(resident.spec()))
                        .toList()));
    }

    /** What keeps a newcomer away. */
    List<Guard> against(WorkloadSpec newcomer) {
        var against = new ArrayList<Guard>();
        guards.forEach((rule, holders) -> {
            if (rule.selects(newcomer)) {
                against.add(new Guard(rule.by(), byRegion(holders.values())));
            }
        });
        return against;
    }

    private static Map<String, Names> byRegion(Collection<Resident> residents) {
        var byRegion = new TreeMap<String, List<WorkloadSpec>>();
        for (var resident : residents) {
            resident.regions()
                    .forEach(region -> byRegion.computeIfAbsent(region, key -> new ArrayList<>())
                            .add(resident.spec()));
        }
        var names = new TreeMap<String, Names>();
        byRegion.forEach((region, workloads) -> names.put(region, Names.of(workloads)));
        return names;
    }
}
