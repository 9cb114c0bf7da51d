package io.isobar.broker.placement;

import io.isobar.broker.placement.Holdings.Sum;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The quota that one workload wants, and who has to give some back for it, as others leave one after the other.
 *
 * <p>A tenant has a right to what is guaranteed to it: it may take back what siblings borrowed, as long as it stays within its
 * guarantee, and so do all groups between it and where the quota is lacking. Nobody gives back anything who is within its own
 * guarantee, nor whose group is.
 */
final class QuotaRoom {
    private final Guarantees guarantees;
    private final Sum wanted;
    /** From the tenant up. */
    private final List<String> path;

    private final Map<String, Sum> gone = new HashMap<>();
    private final Holdings holdings;
    private final Claims claims;
    /** Its own claim is not somebody else's. */
    private final Sum claimed;

    /** Of a workload of a tenant that claims so much already. */
    QuotaRoom(Guarantees guarantees, Holdings holdings, Claims claims, String tenant, Sum claimed, Sum wanted) {
        this.guarantees = guarantees;
        this.holdings = holdings;
        this.claims = claims;
        this.claimed = claimed;
        this.wanted = wanted;
        this.path = guarantees.path(tenant);
    }

    /** Of those that have not left. */
    private Sum actual(String name) {
        return holdings.totalOf(name).plus(gone.getOrDefault(name, Sum.NOTHING), -1);
    }

    /** With what others are about to get. */
    private Sum held(String name) {
        var all = actual(name).plus(claims.of(name), 1);
        return path.contains(name) ? all.plus(claimed, -1) : all;
    }

    void add(Occupant leaving) {
        count(leaving, 1);
    }

    void remove(Occupant leaving) {
        count(leaving, -1);
    }

    private void count(Occupant leaving, int sign) {
        for (var name : guarantees.path(leaving.tenant())) {
            gone.merge(name, Sum.NOTHING.plus(leaving.amount(), sign), (one, other) -> one.plus(other, 1));
        }
    }

    /** Whether the workload's tenant may take what it wants. */
    boolean isEnough() {
        for (var name : path) {
            for (var counted : Counted.values()) {
                if (lacks(name, counted)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether what is lacking was lent, and the workload has a right to it. */
    boolean mayReclaim() {
        for (int at = 0; at < path.size(); at++) {
            for (var counted : Counted.values()) {
                if (lacks(path.get(at), counted) && !isGuaranteedBelow(at, counted)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Its tenant, and the groups whose members could give back quota. */
    List<String> names() {
        return path;
    }

    /** Whether it is of the workload's own tenant, and holds any of what is lacking. */
    boolean isOwn(Occupant other) {
        return other.tenant().equals(path.getFirst()) && lackingPart(other) > 0;
    }

    private boolean lacks(String name, Counted counted) {
        long more = counted.of(wanted);
        return more > 0
                && Counted.plus(more, counted.of(held(name)))
                        > counted.of(guarantees.of(name).most());
    }

    /** Whether it has a right to the workload's amount all the way up to below that level. */
    private boolean isGuaranteedBelow(int level, Counted counted) {
        for (int at = 0; at < level; at++) {
            long guaranteed = counted.of(guarantees.of(path.get(at)).guaranteed());
            if (Counted.plus(counted.of(wanted), counted.of(held(path.get(at)))) > guaranteed) {
                return false;
            }
        }
        return level > 0;
    }

    /** Whether it must give back quota that the workload lacks. */
    boolean givesBack(Occupant borrower) {
        return borrowedFrom(borrower, true);
    }

    /** Whether it borrowed anything of what is guaranteed to the workload, though there may be quota enough by now. */
    boolean borrowed(Occupant borrower) {
        return borrowedFrom(borrower, false);
    }

    private boolean borrowedFrom(Occupant borrower, boolean lacking) {
        var its = guarantees.path(borrower.tenant());
        for (int at = 1; at < path.size(); at++) {
            int level = its.indexOf(path.get(at));
            // Where both are below the same member, it is not from here that one borrowed of the other.
            if (level > 0 && !its.get(level - 1).equals(path.get(at - 1))) {
                for (var counted : Counted.values()) {
                    boolean matters = lacking ? lacks(path.get(at), counted) : counted.of(wanted) > 0;
                    if (matters
                            && counted.of(borrower.amount()) > 0
                            && isGuaranteedBelow(at, counted)
                            && isBorrowing(its.subList(0, level), counted)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /**
     * Whether it may have to leave for a higher priority. Who borrows does not displace a sibling that is within its guarantee, for that
     * one would take it back, and so on without end.
     */
    boolean mayDisplace(Occupant lower) {
        var its = guarantees.path(lower.tenant());
        for (int at = 1; at < path.size(); at++) {
            int level = its.indexOf(path.get(at));
            if (level > 0 && !its.get(level - 1).equals(path.get(at - 1))) {
                for (var counted : Counted.values()) {
                    if (counted.of(wanted) > 0
                            && counted.of(lower.amount()) > 0
                            && !isGuaranteedBelow(at, counted)
                            && !isBorrowing(its.subList(0, level), counted)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private boolean isBorrowing(List<String> names, Counted counted) {
        return names.stream()
                .allMatch(name -> counted.of(actual(name))
                        > counted.of(guarantees.of(name).guaranteed()));
    }

    /** What of the quota that is lacking one holds: at least 1 where it holds any. */
    double lackingPart(Occupant borrower) {
        double part = 0;
        for (var counted : Counted.values()) {
            if (path.stream().anyMatch(name -> lacks(name, counted))) {
                part += (double) counted.of(borrower.amount()) / counted.of(wanted);
            }
        }
        return part;
    }
}
