package io.isobar.agent.admission;

import io.isobar.agent.admission.AdmissionDecision.Admitted;
import io.isobar.agent.admission.AdmissionDecision.Refused;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.Node;
import io.isobar.agent.inventory.PoolName;
import io.isobar.agent.inventory.PoolProfile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The region's last word: what is held by whom. A demand is admitted whole or not at all, against the nodes as they were last
 * seen; an attempt is counted once, however often it is asked for. Not thread-safe: its region's loop owns it.
 */
public final class AdmissionBook {
    private final long firstSequence;
    private final Map<PoolName, PoolBook> pools = new LinkedHashMap<>();
    private final Map<AttemptId, Placement> held = new HashMap<>();
    private final Set<PoolName> changed = new LinkedHashSet<>();
    private final Set<PoolName> withdrawn = new LinkedHashSet<>();

    /**
     * An empty book.
     *
     * @param firstSequence where the sequences of pools begin; above all that the region ever reported
     */
    public AdmissionBook(long firstSequence) {
        this.firstSequence = firstSequence;
    }

    /** Takes over a new look at the region. What is held stays held. */
    public void look(Inventory inventory) {
        Map<PoolName, List<Node>> nodes = new HashMap<>();
        inventory
                .nodes()
                .forEach(node -> nodes.computeIfAbsent(node.pool(), name -> new ArrayList<>())
                        .add(node));
        Set<PoolName> gone = new LinkedHashSet<>(pools.keySet());
        for (PoolProfile profile : inventory.pools()) {
            PoolName name = profile.name();
            gone.remove(name);
            PoolBook book = pools.get(name);
            if (book == null) {
                book = new PoolBook(profile, firstSequence);
                pools.put(name, book);
                book.look(profile, nodes.getOrDefault(name, List.of()));
                holdAgain(name, book);
            } else {
                book.look(profile, nodes.getOrDefault(name, List.of()));
            }
            changed.add(name);
            withdrawn.remove(name);
        }
        gone.forEach(name -> {
            pools.remove(name);
            changed.remove(name);
            withdrawn.add(name);
        });
    }

    private void holdAgain(PoolName name, PoolBook book) {
        held.forEach((attempt, placement) -> {
            if (placement.demand().pool().equals(name)) {
                book.hold(attempt, placement);
            }
        });
    }

    /** Holds what the attempt asks for, or says why not. Asked again for the same attempt: the same answer, counted once. */
    public AdmissionDecision admit(AttemptId attempt, Demand demand) {
        Placement before = held.get(attempt);
        if (before != null) {
            return new Admitted(before, coveredFrom(before.demand().pool()));
        }
        PoolBook pool = pools.get(demand.pool());
        if (pool == null) {
            return new Refused(new Refusal(
                    Reason.POOL_UNKNOWN, "there is no pool '" + demand.pool() + "' here; there are " + pools.keySet()));
        }
        pool.saw(demand);
        Placement placement = pool.place(demand);
        if (placement == null) {
            return new Refused(pool.explain(demand));
        }
        take(attempt, placement, pool);
        return new Admitted(placement, pool.sequence());
    }

    /** Counts what was placed before a restart, whether there is room for it or not: it is there. */
    public void restore(AttemptId attempt, Placement placement) {
        PoolBook pool = pools.get(placement.demand().pool());
        if (pool == null) {
            held.put(attempt, placement);
        } else {
            pool.saw(placement.demand());
            take(attempt, placement, pool);
        }
    }

    private void take(AttemptId attempt, Placement placement, PoolBook pool) {
        held.put(attempt, placement);
        pool.hold(attempt, placement);
        changed.add(pool.profile().name());
    }

    /** Gives back what the attempt held; nothing where it held nothing. */
    public void release(AttemptId attempt) {
        Placement placement = held.remove(attempt);
        if (placement != null) {
            PoolBook pool = pools.get(placement.demand().pool());
            if (pool != null) {
                pool.release(attempt, placement);
                changed.add(pool.profile().name());
            }
        }
    }

    /** The sequence from which on reports of the pool hold all that was done until now; 0 where there is no such pool. */
    public long coveredFrom(PoolName name) {
        PoolBook pool = pools.get(name);
        return pool == null ? 0 : pool.sequence();
    }

    /** The pool now, with a new sequence, because this is a new look. */
    public Optional<PoolCapacity> observe(PoolName name, Instant now) {
        PoolBook pool = pools.get(name);
        if (pool == null) {
            return Optional.empty();
        }
        changed.remove(name);
        pool.touch();
        return Optional.of(pool.capacity(now));
    }

    /** In the order in which they became known: what is told of them must not depend on a process's hashes. */
    public List<PoolName> pools() {
        return List.copyOf(pools.keySet());
    }

    /** Pools that changed since they were last observed. */
    public List<PoolName> changedPools() {
        return List.copyOf(changed);
    }

    public boolean hasChanges() {
        return !changed.isEmpty() || !withdrawn.isEmpty();
    }

    /** Pools that went away since this was last asked. */
    public List<PoolName> takeWithdrawn() {
        List<PoolName> names = List.copyOf(withdrawn);
        withdrawn.clear();
        return names;
    }

    public int heldAttempts() {
        return held.size();
    }
}
