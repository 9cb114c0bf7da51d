package io.isobar.broker.leader;

import io.isobar.broker.lifecycle.AttemptState;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.broker.workload.WorkloadId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Until when workloads that have not begun must have. Who has run once is under no such limit. Not safe for concurrent use. */
final class StartDeadlines {
    private final Map<WorkloadId, Instant> byWorkload = new HashMap<>();
    private final TreeMap<Instant, Set<WorkloadId>> inOrder = new TreeMap<>();

    /** Takes the newest state in. */
    void put(Workload workload) {
        if (workload.state() instanceof WorkloadState.Running
                || workload.isOver()
                || workload.cancelling()
                || isOnItsWayOut(workload)) {
            remove(workload.id());
            return;
        }
        var deadline = workload.startDeadline();
        if (deadline != null && workload.retries() == 0 && !byWorkload.containsKey(workload.id())) {
            byWorkload.put(workload.id(), deadline);
            inOrder.computeIfAbsent(deadline, at -> new HashSet<>()).add(workload.id());
        }
    }

    /** It was told to stop, for being late or for another reason; if it waits again after that, its deadline counts again. */
    private static boolean isOnItsWayOut(Workload workload) {
        var live = workload.liveParts();
        return !live.isEmpty() && live.stream().allMatch(part -> part.state() instanceof AttemptState.Stopping);
    }

    private void remove(WorkloadId id) {
        var deadline = byWorkload.remove(id);
        if (deadline != null) {
            inOrder.computeIfPresent(deadline, (at, ids) -> {
                ids.remove(id);
                return ids.isEmpty() ? null : ids;
            });
        }
    }

    /** Those whose time is over; each is named once. */
    List<WorkloadId> takePassed(Instant now) {
        var passed = new ArrayList<WorkloadId>();
        inOrder.headMap(now, true).values().forEach(passed::addAll);
        passed.sort((one, other) -> one.value().compareTo(other.value()));
        passed.forEach(this::remove);
        return passed;
    }
}
