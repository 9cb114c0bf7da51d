package io.isobar.broker.ledger;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.Reservation;
import io.isobar.broker.learning.PoolTally;
import io.isobar.broker.learning.RunKind;
import io.isobar.broker.learning.Tally;
import io.isobar.broker.learning.Trial;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.placement.Decision;
import io.isobar.broker.placement.Used;
import io.isobar.broker.workload.WorkloadId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What one turn of the leader changed. Committed whole, or not at all. Of each thing only the last state counts. */
public final class Changes {
    private final Map<WorkloadId, Workload> workloads = new LinkedHashMap<>();
    private final Map<AttemptId, Attempt> attempts = new LinkedHashMap<>();
    private final Map<AttemptId, Decision> decisions = new LinkedHashMap<>();
    private final Map<String, KnownRegion> regions = new LinkedHashMap<>();
    private final Map<Reservation.Key, Optional<Reservation>> reservations = new LinkedHashMap<>();
    private final Map<String, Optional<Used>> used = new LinkedHashMap<>();
    private final Map<RunKind, Tally> learned = new LinkedHashMap<>();
    private final Map<Trial, Integer> trials = new LinkedHashMap<>();
    private final Map<PoolKey, Optional<PoolTally>> pools = new LinkedHashMap<>();

    public void put(Workload workload) {
        workloads.put(workload.id(), workload);
        workload.parts().forEach(part -> attempts.put(part.id(), part));
    }

    /** How far an attempt has come, and nothing else of its workload. */
    public void put(Attempt attempt) {
        attempts.put(attempt.id(), attempt);
    }

    /** The decision that gave a try its place, or its places. */
    public void put(AttemptId tried, Decision decision) {
        decisions.put(tried, decision);
    }

    public void put(KnownRegion region) {
        regions.put(region.facts().name().value(), region);
    }

    public void put(Reservation reservation) {
        reservations.put(reservation.key(), Optional.of(reservation));
    }

    /** It is over, or taken back. */
    public void remove(Reservation.Key reservation) {
        reservations.put(reservation, Optional.empty());
    }

    /** What tenants have used by now; empty of one whose use is forgotten. */
    public void putUsed(Map<String, Optional<Used>> byTenant) {
        used.putAll(byTenant);
    }

    /** What runs have taught by now; of a kind that is forgotten, nothing. */
    public void putLearned(Map<RunKind, Tally> runs) {
        learned.putAll(runs);
    }

    /** How many first runs have ended by now; 0 of what is forgotten. */
    public void putTrials(Map<Trial, Integer> ended) {
        trials.putAll(ended);
    }

    /** How pools have kept what they promise by now; empty of one that is forgotten. */
    public void putPools(Map<PoolKey, Optional<PoolTally>> seen) {
        pools.putAll(seen);
    }

    public Map<WorkloadId, Workload> workloads() {
        return workloads;
    }

    public Map<AttemptId, Attempt> attempts() {
        return attempts;
    }

    public Map<AttemptId, Decision> decisions() {
        return decisions;
    }

    public Map<String, KnownRegion> regions() {
        return regions;
    }

    /** Empty: gone. */
    public Map<Reservation.Key, Optional<Reservation>> reservations() {
        return reservations;
    }

    /** Empty: forgotten. */
    public Map<String, Optional<Used>> used() {
        return used;
    }

    public Map<RunKind, Tally> learned() {
        return learned;
    }

    /** 0: forgotten. */
    public Map<Trial, Integer> trials() {
        return trials;
    }

    /** Empty: forgotten. */
    public Map<PoolKey, Optional<PoolTally>> pools() {
        return pools;
    }

    public boolean isEmpty() {
        return workloads.isEmpty()
                && attempts.isEmpty()
                && decisions.isEmpty()
                && regions.isEmpty()
                && reservations.isEmpty()
                && used.isEmpty()
                && learned.isEmpty()
                && trials.isEmpty()
                && pools.isEmpty();
    }
}
