package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.placement.Allowance.Level;
import io.isobar.broker.placement.Holdings.Sum;
import io.isobar.broker.placement.WaitingLine.Waiting;
import io.isobar.broker.workload.WorkloadId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Quota that tenants of a group lend each other: what each may take, and whose loans a workload may have back. Not safe for concurrent
 * use.
 */
final class Cohorts {
    private final Guarantees guarantees;
    private final Claims claims;

    Cohorts(Tenants tenants) {
        this.guarantees = new Guarantees(tenants);
        this.claims = new Claims(guarantees);
    }

    /** What a workload of a tenant may take. */
    Allowance allowance(Waiting waiting, Holdings holdings) {
        var workload = waiting.workload();
        return allowance(workload.spec().tenant(), claims.of(workload.id()), holdings, false);
    }

    /** What a workload may take that would give back so much before. */
    Allowance allowance(Workload holder, Sum held, Holdings holdings) {
        return allowance(holder.spec().tenant(), held, holdings, false);
    }

    /** What any of its workloads may take, and who borrowed what there is no more of. */
    Allowance allowanceInWords(String tenant, Holdings holdings) {
        return allowance(tenant, Sum.NOTHING, holdings, true);
    }

    private Allowance allowance(String tenant, Sum claimed, Holdings holdings, boolean inWords) {
        var path = guarantees.path(tenant);
        var levels = new ArrayList<Level>(path.size());
        for (int at = 0; at < path.size(); at++) {
            var name = path.get(at);
            var bounds = guarantees.of(name);
            if (bounds.isLimited()) {
                var below = at == 0 ? null : path.get(at - 1);
                levels.add(new Level(
                        name,
                        at > 0,
                        bounds.guaranteed(),
                        bounds.most(),
                        holdings.totalOf(name),
                        Counted.sum(counted -> below == null
                                ? unclaimed(name, counted, counted.of(claimed), holdings)
                                : leftToMember(name, below, counted, counted.of(claimed), holdings)),
                        inWords && at > 0 ? borrowers(name, holdings) : Map.of()));
            }
        }
        return levels.isEmpty() ? Allowance.ANYTHING : new Allowance(levels);
    }

    private long left(String name, Counted counted, Holdings holdings) {
        return counted.of(guarantees.of(name).most()) - counted.of(holdings.totalOf(name));
    }

    /** What other workloads of it had others stopped for is theirs. */
    private long unclaimed(String name, Counted counted, long claimed, Holdings holdings) {
        return left(name, counted, holdings) - (counted.of(claims.of(name)) - claimed);
    }

    /**
     * What is guaranteed to the member; beyond that, what nobody is about to be given back. What other workloads of the member are about
     * to be given back is theirs.
     */
    private long leftToMember(String group, String member, Counted counted, long claimed, Holdings holdings) {
        long left = left(group, counted, holdings);
        long ofMember = counted.of(claims.of(member)) - claimed;
        long guaranteed = counted.of(guarantees.of(member).guaranteed()) - counted.of(holdings.totalOf(member));
        return Math.max(Math.min(guaranteed, left) - ofMember, unclaimed(group, counted, claimed, holdings));
    }

    /** For each that is counted, in words. */
    private Map<Counted, String> borrowers(String group, Holdings holdings) {
        var words = new EnumMap<Counted, String>(Counted.class);
        for (var counted : Counted.values()) {
            words.put(
                    counted,
                    guarantees.membersOf(group).stream()
                            .filter(member -> borrowed(member, counted, holdings) > 0)
                            .map(member -> member + " " + counted.print(borrowed(member, counted, holdings)))
                            .collect(Collectors.joining(", ")));
        }
        return words;
    }

    private long borrowed(String member, Counted counted, Holdings holdings) {
        return counted.of(holdings.totalOf(member))
                - counted.of(guarantees.of(member).guaranteed());
    }

    /** A round begins. Those that others gave back quota for, in the order in which that was found. */
    List<Waiting> claimants(WaitingLine line, Instant now) {
        claims.keep(line::isWaiting, now);
        return claims.workloads().stream().flatMap(id -> line.find(id).stream()).toList();
    }

    /** Those who stop were told so; what they leave is this workload's. */
    void claim(WorkloadId workload, String tenant, Sum amount, Instant now) {
        claims.put(workload, tenant, amount, now);
    }

    /** It has what it claimed, or wants it no more. */
    void unclaim(WorkloadId workload) {
        claims.remove(workload);
    }

    /** Grows whenever somebody might have more than before, for all that others claimed. */
    long loosened() {
        return claims.removals();
    }

    /** Whether anybody may be stopped for quota at all. */
    boolean mayClaim() {
        return !claims.isFull();
    }

    /** Whether a tenant may have anything to take back. */
    boolean mayReclaim(String tenant) {
        return guarantees.path(tenant).size() > 1 && guarantees.of(tenant).isLimited();
    }

    /** Whether what the tenant holds is limited, by its own quota or a group's. */
    boolean isLimited(String tenant) {
        return guarantees.path(tenant).stream()
                .anyMatch(name -> guarantees.of(name).isLimited());
    }

    /** A workload for which others may have to make room. */
    Claimant claimant(Waiting waiting, Holdings holdings, Occupant.Source occupants) {
        var workload = waiting.workload();
        var tenant = workload.spec().tenant();
        int priority = workload.spec().priority();
        return isLimited(tenant)
                ? new Claimant(
                        priority,
                        wanted -> new QuotaRoom(guarantees, holdings, claims, tenant, claims.of(workload.id()), wanted),
                        groups -> borrowersIn(groups, holdings, occupants))
                : Claimant.of(priority);
    }

    /** What holds anything of tenants of these groups, by pool. */
    private List<Claimant.Sited> borrowersIn(List<String> groups, Holdings holdings, Occupant.Source occupants) {
        var tenants = new HashSet<String>();
        groups.forEach(group -> tenants.addAll(guarantees.allIn(group)));
        var pools = new TreeSet<PoolKey>();
        tenants.forEach(tenant -> pools.addAll(holdings.of(tenant).keySet()));
        var found = new ArrayList<Claimant.Sited>();
        for (var pool : pools) {
            for (var occupant : occupants.in(pool)) {
                if (tenants.contains(occupant.tenant())) {
                    found.add(new Claimant.Sited(pool, occupant));
                }
            }
        }
        return found;
    }
}
