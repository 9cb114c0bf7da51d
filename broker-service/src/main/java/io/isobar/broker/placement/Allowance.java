package io.isobar.broker.placement;

import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.placement.Holdings.Sum;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a tenant may take at the moment.
 *
 * @param levels the tenant and the groups above it that have limits, from the bottom up; none: anything
 */
public record Allowance(List<Level> levels) {
    public static final Allowance ANYTHING = new Allowance(List.of());

    public Allowance {
        levels = List.copyOf(levels);
    }

    /**
     * What the limits of a tenant or group leave.
     *
     * @param isGroup it has members
     * @param guaranteed Long.MAX_VALUE where there is no limit, as in {@code most}
     * @param room how much more the tenant may take, as far as it goes by this level
     * @param borrowers its members that hold more than is guaranteed to them, in words for each {@link Counted}; known only where
     *     people read it
     */
    public record Level(
            String name,
            boolean isGroup,
            Sum guaranteed,
            Sum most,
            Sum held,
            Sum room,
            Map<Counted, String> borrowers) {}

    /** Whether nothing limits it. */
    public boolean isUnlimited() {
        return levels.isEmpty();
    }

    /** Why it may not take this candidate; empty: it may. */
    Optional<Objection> objection(String tenant, Candidate candidate) {
        return objection(tenant, Sum.of(candidate.shape(), candidate.replicas()));
    }

    /** Why it may not take so much. */
    Optional<Objection> objection(String tenant, Sum more) {
        var over = new ArrayList<String>();
        boolean never = false;
        for (var level : levels) {
            for (var counted : Counted.values()) {
                if (counted.of(more) > 0 && counted.of(more) > counted.of(level.room)) {
                    over.add(evidence(level, counted, counted.of(more)));
                    never |= counted.of(more) > counted.of(level.most);
                }
            }
        }
        return over.isEmpty() ? Optional.empty() : Optional.of(objection(tenant, over, never));
    }

    private static Objection objection(String tenant, List<String> over, boolean never) {
        var evidence = String.join("; ", over);
        return never
                ? new Objection(
                        Reason.QUOTA,
                        evidence,
                        "Ask for less, or have the operator raise the quota of tenant " + tenant + ".")
                : new Objection(Reason.QUOTA, evidence);
    }

    private String evidence(Level level, Counted counted, long more) {
        long held = counted.of(level.held);
        long guaranteed = counted.of(level.guaranteed);
        long most = counted.of(level.most);
        var what = counted == Counted.MEMORY ? "of memory" : counted.key;
        var text = new StringBuilder(level.isGroup ? "group " : "tenant ")
                .append(level.name)
                .append(" holds ")
                .append(counted.print(held))
                .append(" of ")
                .append(counted.print(most))
                .append(' ')
                .append(what);
        if (most > guaranteed) {
            text.append(" (")
                    .append(counted.print(guaranteed))
                    .append(" guaranteed, ")
                    .append(counted.print(Math.max(0, held - guaranteed)))
                    .append(" borrowed)");
        }
        text.append(" and this takes ").append(counted.print(more));
        if (level.isGroup) {
            text.append(mine(counted));
            var borrowed = level.borrowers.getOrDefault(counted, "");
            text.append(borrowed.isEmpty() ? "" : "; borrowed by " + borrowed);
        }
        return text.toString();
    }

    /** What of a group's is this tenant's. */
    private String mine(Counted counted) {
        var own = levels.getFirst();
        long guaranteed = counted.of(own.guaranteed);
        return own.isGroup || guaranteed == Counted.NO_LIMIT
                ? ""
                : "; tenant " + own.name + " is guaranteed " + counted.print(guaranteed) + " and holds "
                        + counted.print(counted.of(own.held));
    }

    /** What is left of it after this was taken. */
    Allowance without(Candidate taken) {
        var sum = Sum.of(taken.shape(), taken.replicas());
        return levels.isEmpty()
                ? this
                : new Allowance(levels.stream()
                        .map(level -> new Level(
                                level.name,
                                level.isGroup,
                                level.guaranteed,
                                level.most,
                                level.held.plus(sum, 1),
                                level.room.plus(sum, -1),
                                level.borrowers))
                        .toList());
    }

    /** How many replicas of a shape it may start. */
    long replicas(ReplicaShape shape) {
        var each = Sum.of(shape, 1);
        long most = Integer.MAX_VALUE;
        for (var level : levels) {
            for (var counted : Counted.values()) {
                long one = counted.of(each);
                if (one > 0) {
                    most = Math.min(most, Math.max(0, counted.of(level.room)) / one);
                }
            }
        }
        return most;
    }
}
