package io.isobar.broker.placement;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.workload.TaskArray;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The vicinities of what waits in one round, found once for equal ones; and whom a round has placed and told nobody of yet. */
final class Vicinities {
    private final Neighbours neighbours;
    private final Map<WorkloadSpec, Vicinity> known = new HashMap<>();
    private final Map<Crowd, Vicinity> full = new HashMap<>();
    /** Tasks of arrays that were placed and not told of. */
    private final Map<Tasks, Integer> placedTasks = new HashMap<>();
    /** Tenants with work that was placed and not told of; and those of them where it has rules about its neighbours. */
    private final Set<String> placed = new HashSet<>();

    private final Set<String> placedWithRules = new HashSet<>();
    /** Tenants with work that was refused and must be near other work; and whether any of theirs was placed after that. */
    private final Set<String> waitForOthers = new HashSet<>();

    private boolean mayMeetAnAffinity;

    private record Tasks(String tenant, String array) {}

    /** Of an array that has so many tasks with a place. */
    private record Crowd(TaskArray array, int tasks) {}

    Vicinities(Neighbours neighbours) {
        this.neighbours = neighbours;
    }

    /** Of one that has no place yet. */
    Vicinity of(WorkloadSpec spec, CapacityBook book) {
        var array = spec.array();
        if (array != null) {
            int tasks = neighbours.residents(spec.tenant()).ofArray(array.name())
                    + placedTasks.getOrDefault(new Tasks(spec.tenant(), array.name()), 0);
            if (array.isFullWith(tasks)) {
                return full.computeIfAbsent(
                        new Crowd(array, tasks),
                        crowd -> Vicinity.full(array, tasks, book.view().regions()));
            }
        }
        return ofLiving(spec, book);
    }

    /** Of one that has a place, and so its turn. */
    Vicinity ofLiving(WorkloadSpec spec, CapacityBook book) {
        if (!Vicinity.isAnyFor(spec, neighbours)) {
            return Vicinity.OPEN;
        }
        return known.computeIfAbsent(
                spec, key -> Vicinity.ofNeighbours(spec, book.view().regions(), neighbours));
    }

    /** Whether one that was placed and not told of might matter for it. */
    boolean mayMissNeighboursOf(WorkloadSpec spec) {
        return placedWithRules.contains(spec.tenant())
                || (spec.placement().looksAtNeighbours() && placed.contains(spec.tenant()));
    }

    void placed(WorkloadSpec spec) {
        placed.add(spec.tenant());
        if (spec.array() != null) {
            placedTasks.merge(new Tasks(spec.tenant(), spec.array().name()), 1, Integer::sum);
        }
        if (spec.placement().looksAtNeighbours()) {
            placedWithRules.add(spec.tenant());
        }
        mayMeetAnAffinity |= waitForOthers.contains(spec.tenant());
    }

    void refused(WorkloadSpec spec) {
        if (!spec.placement().affinity().isEmpty()) {
            waitForOthers.add(spec.tenant());
        }
    }

    /** Whether work was placed that others, refused before it, may have waited for. */
    boolean mayMeetAnAffinity() {
        return mayMeetAnAffinity;
    }

    /** Those that were placed are seen from now on. */
    void told() {
        if (!placed.isEmpty()) {
            known.clear();
            placed.clear();
            placedTasks.clear();
            placedWithRules.clear();
        }
    }
}
