package io.isobar.broker.placement;

import io.isobar.broker.placement.Holdings.Sum;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What each tenant and group is certain to get, and how much it may hold at most.
 *
 * <p>Of each resource, what is guaranteed is the quota. A group without one has what its members have together, if all of them have
 * one. A member without one, of a group that has, is guaranteed nothing and may hold what the others leave. Where neither it nor any
 * group above it has a quota there is no limit. At most it may hold what is guaranteed and what it may borrow.
 */
final class Guarantees {
    private final Map<String, Tenants.Entitlement> byName;
    private final Map<String, List<String>> members = new TreeMap<>();
    private final Map<String, Bounds> bounds = new HashMap<>();

    /** {@link Counted#NO_LIMIT} where there is no limit. */
    record Bounds(Sum guaranteed, Sum most) {
        static final Bounds NONE =
                new Bounds(Counted.sum(each -> Counted.NO_LIMIT), Counted.sum(each -> Counted.NO_LIMIT));

        /** Whether anything is said of it. */
        boolean isLimited() {
            return !equals(NONE);
        }
    }

    Guarantees(Tenants tenants) {
        this(tenants.byName());
    }

    private Guarantees(Map<String, Tenants.Entitlement> byName) {
        this.byName = byName;
        byName.forEach((name, one) -> {
            if (one.parent() != null) {
                members.computeIfAbsent(one.parent(), group -> new ArrayList<>())
                        .add(name);
            }
        });
        byName.keySet().forEach(name -> bounds.put(name, reckoned(name)));
    }

    Bounds of(String name) {
        return bounds.getOrDefault(name, Bounds.NONE);
    }

    /** The tenant, and the groups above it, from the bottom up. */
    List<String> path(String tenant) {
        var path = new ArrayList<String>(Tenants.MOST_LEVELS);
        path.add(tenant);
        for (var group = parentOf(tenant); group != null; group = parentOf(group)) {
            path.add(group);
        }
        return path;
    }

    private @Nullable String parentOf(String name) {
        var one = byName.get(name);
        return one == null ? null : one.parent();
    }

    private Tenants.Entitlement entitlement(String name) {
        return byName.getOrDefault(name, Tenants.Entitlement.USUAL);
    }

    /** In the order of their names. */
    List<String> membersOf(String group) {
        return members.getOrDefault(group, List.of()).stream().sorted().toList();
    }

    /** All tenants below a group, and itself. */
    List<String> allIn(String group) {
        var all = new ArrayList<>(List.of(group));
        members.getOrDefault(group, List.of()).forEach(member -> all.addAll(allIn(member)));
        return all;
    }

    private Bounds reckoned(String name) {
        return new Bounds(Counted.sum(counted -> guaranteed(name, counted)), Counted.sum(counted -> {
            var declared = declared(name, counted);
            return declared == null
                    ? Counted.NO_LIMIT
                    : Counted.plus(declared, counted.of(entitlement(name).borrowing()));
        }));
    }

    private long guaranteed(String name, Counted counted) {
        var declared = declared(name, counted);
        if (declared != null) {
            return declared;
        }
        var path = path(name);
        boolean others = path.subList(1, path.size()).stream().anyMatch(group -> declared(group, counted) != null);
        return others ? 0 : Counted.NO_LIMIT;
    }

    /** Null: nothing is said. */
    private @Nullable Long declared(String name, Counted counted) {
        var own = counted.of(entitlement(name).quota());
        return own == null ? together(name, counted) : own;
    }

    /** Of all members; null: not all of them have a quota. */
    private @Nullable Long together(String group, Counted counted) {
        var below = members.getOrDefault(group, List.of());
        long sum = 0;
        for (var member : below) {
            var declared = declared(member, counted);
            if (declared == null) {
                return null;
            }
            sum = Counted.plus(sum, declared);
        }
        return below.isEmpty() ? null : sum;
    }

    /** Quotas and limits that contradict each other, by their keys below {@code isobar.broker.tenants}. */
    static Map<String, String> problems(Map<String, Tenants.Entitlement> byName) {
        var guarantees = new Guarantees(byName);
        var problems = new TreeMap<String, String>();
        byName.forEach((name, one) -> {
            for (var counted : Counted.values()) {
                var own = counted.of(one.quota());
                long promised = guarantees.promised(name, counted);
                if (own != null && promised > own) {
                    problems.put(
                            name + ".quota." + counted.key,
                            counted.print(own) + " is less than its members are guaranteed together, "
                                    + counted.print(promised));
                }
                if (counted.of(one.borrowing()) > 0) {
                    guarantees
                            .borrowingProblem(name, one, counted)
                            .ifPresent(why -> problems.put(name + ".borrow." + counted.key, why));
                }
            }
        });
        return problems;
    }

    private Optional<String> borrowingProblem(String name, Tenants.Entitlement one, Counted counted) {
        if (one.parent() == null) {
            return Optional.of("there is nobody to borrow from: " + name + " has no parent");
        }
        return declared(name, counted) == null
                ? Optional.of("it says how much more than quota." + counted.key + ", which " + name + " does not have")
                : Optional.empty();
    }

    /** What the members of a group are guaranteed together, those that are. */
    private long promised(String group, Counted counted) {
        long sum = 0;
        for (var member : members.getOrDefault(group, List.of())) {
            var declared = declared(member, counted);
            sum = Counted.plus(sum, declared == null ? promised(member, counted) : declared);
        }
        return sum;
    }
}
