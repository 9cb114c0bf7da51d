package io.isobar.broker.placement;

import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What tenants are entitled to. A tenant may have a parent, a group, and shares with the other members what that is entitled to; groups
 * may have parents too.
 */
public final class Tenants {
    /** A tenant, and the groups above it. */
    public static final int MOST_LEVELS = 5;

    public static final Tenants EQUAL = new Tenants(Map.of(), Entitlement.USUAL);

    private final Map<String, Entitlement> byName;
    private final Entitlement others;
    private final @Nullable Duration usageHalfLife;
    private final Set<String> groups;

    /**
     * Tenants and groups, checked.
     *
     * @param byName one that is not named is entitled to {@code others}
     * @param usageHalfLife after which what was used counts half; null: only what is held counts
     */
    public Tenants(Map<String, Entitlement> byName, Entitlement others, @Nullable Duration usageHalfLife) {
        this.byName = Map.copyOf(byName);
        this.others = others;
        this.usageHalfLife = usageHalfLife;
        var bad = problems(byName);
        if (!bad.isEmpty()) {
            throw new IllegalArgumentException(bad.toString());
        }
        if (others.parent() != null) {
            throw new IllegalArgumentException("a tenant that is not named has no parent");
        }
        if (usageHalfLife != null && (usageHalfLife.isNegative() || usageHalfLife.isZero())) {
            throw new IllegalArgumentException("the half-life must be more than 0, is " + usageHalfLife);
        }
        this.groups = byName.values().stream()
                .flatMap(one -> Stream.ofNullable(one.parent()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Where only what is held counts. */
    public Tenants(Map<String, Entitlement> byName, Entitlement others) {
        this(byName, others, null);
    }

    /** With these weights, and no limits. */
    public static Tenants weighted(Map<String, Double> weights) {
        var byName = new HashMap<String, Entitlement>();
        weights.forEach(
                (name, weight) -> byName.put(name, new Entitlement(weight, Quota.NONE, WorkloadSpec.HIGHEST_PRIORITY)));
        return new Tenants(byName, Entitlement.USUAL);
    }

    /** Parents, quotas and what may be borrowed that cannot be, by their keys below {@code isobar.broker.tenants}. */
    public static Map<String, String> problems(Map<String, Entitlement> byName) {
        var problems = parentsThatCannotBe(byName);
        return problems.isEmpty() ? Guarantees.problems(byName) : problems;
    }

    private static Map<String, String> parentsThatCannotBe(Map<String, Entitlement> byName) {
        var problems = new TreeMap<String, String>();
        byName.forEach((name, entitlement) -> {
            var above = new ArrayList<>(List.of(name));
            for (var parent = entitlement.parent();
                    parent != null;
                    parent = byName.get(parent).parent()) {
                if (!byName.containsKey(parent)) {
                    if (above.size() == 1) {
                        problems.put(name + ".parent", "the parent " + parent + " is not configured");
                    }
                    return;
                }
                if (above.contains(parent)) {
                    problems.put(
                            name + ".parent", "parents in a circle: " + String.join(" -> ", above) + " -> " + parent);
                    return;
                }
                above.add(parent);
            }
            if (above.size() > MOST_LEVELS) {
                problems.put(
                        name + ".parent",
                        "has " + (above.size() - 1) + " groups above it, the most is " + (MOST_LEVELS - 1) + ": "
                                + String.join(" -> ", above));
            }
        });
        return problems;
    }

    /**
     * What a tenant or a group is entitled to.
     *
     * @param weight one beside its siblings: one of weight 2 may have twice what one of weight 1 has; 0: it is served when no sibling
     *     wants anything
     * @param quota what is guaranteed to it; with what it may borrow the most that it may hold
     * @param borrowing how much more it may hold of what its siblings leave idle
     * @param highestPriority that its workloads may have
     * @param parent name of its group; null: it stands beside all other tenants
     */
    public record Entitlement(
            double weight,
            Quota quota,
            Borrowing borrowing,
            int highestPriority,
            @Nullable String parent) {
        public static final double USUAL_WEIGHT = 1;
        public static final Entitlement USUAL =
                new Entitlement(USUAL_WEIGHT, Quota.NONE, WorkloadSpec.HIGHEST_PRIORITY);

        public Entitlement {
            if (!(weight >= 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException("the weight of a tenant must be at least 0, is " + weight);
            }
            if (Math.abs(highestPriority) > WorkloadSpec.HIGHEST_PRIORITY) {
                throw new IllegalArgumentException("the highest priority must be -" + WorkloadSpec.HIGHEST_PRIORITY
                        + " to " + WorkloadSpec.HIGHEST_PRIORITY + ", is " + highestPriority);
            }
        }

        /** Of one in no group. */
        public Entitlement(double weight, Quota quota, int highestPriority) {
            this(weight, quota, Borrowing.NONE, highestPriority, null);
        }
    }

    /** Of tenants and of groups. */
    public Map<String, Entitlement> byName() {
        return byName;
    }

    public @Nullable Duration usageHalfLife() {
        return usageHalfLife;
    }

    public Entitlement of(String tenant) {
        return byName.getOrDefault(tenant, others);
    }

    /** Whether it is the parent of another one. A group takes no work of its own. */
    public boolean isGroup(String name) {
        return groups.contains(name);
    }

    /** All that are the parent of another one. */
    Set<String> groups() {
        return groups;
    }

    /** Whether what it may hold is limited by its own quota, or may be by a group's. */
    public boolean isLimited(String name) {
        return !of(name).quota().isNone() || of(name).parent() != null;
    }

    /** Groups above it, the nearest first. */
    List<String> above(String name) {
        if (of(name).parent() == null) {
            return List.of();
        }
        var groups = new ArrayList<String>();
        for (var parent = of(name).parent(); parent != null; parent = of(parent).parent()) {
            groups.add(parent);
        }
        return groups;
    }
}
