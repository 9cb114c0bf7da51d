package io.isobar.broker.placement;

import io.isobar.broker.capacity.RegionView;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.placement.Residents.Names;
import io.isobar.broker.workload.NeighbourRule;
import io.isobar.broker.workload.PlacementRules.Spread;
import io.isobar.broker.workload.TaskArray;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What lives and lies where keeps a workload from these regions. Two that are equal keep it from the same ones for the same reasons, so what was
 * said of a workload holds for as long as its vicinity is equal.
 *
 * <p>Where it is not known whether two regions lie in the same province, they are neither near nor apart.
 */
public final class Vicinity {
    public static final Vicinity OPEN = new Vicinity(Map.of());

    private final Map<String, Objection> objections;
    /** It is asked for once for each workload that waits. */
    private final int hash;

    private Vicinity(Map<String, Objection> objections) {
        this.objections = Map.copyOf(objections);
        this.hash = this.objections.hashCode();
    }

    /** Of a workload among all regions, as its tenant's live attempts are now. */
    public static Vicinity of(WorkloadSpec spec, List<RegionView> regions, Neighbours neighbours) {
        var array = spec.array();
        int tasks = array == null ? 0 : neighbours.residents(spec.tenant()).ofArray(array.name());
        return array != null && array.isFullWith(tasks)
                ? full(array, tasks, regions)
                : ofNeighbours(spec, regions, neighbours);
    }

    /** Of a task of an array of which as many have a place as may at once: it is kept from every region. */
    static Vicinity full(TaskArray array, int tasks, List<RegionView> regions) {
        var why = new Objection(
                Reason.ARRAY_LIMIT,
                tasks + (tasks == 1 ? " task" : " tasks") + " of array " + array.name()
                        + (tasks == 1 ? " has" : " have") + " a place, and " + array.atOnce()
                        + " may at once (array.atOnce)",
                "Wait until one of its tasks ends, or submit the others with a higher array.atOnce.");
        return new Vicinity(regions.stream()
                .collect(Collectors.toMap(region -> region.name().value(), region -> why)));
    }

    /** As {@link #of}, whether or not it is its turn in its array. */
    static Vicinity ofNeighbours(WorkloadSpec spec, List<RegionView> regions, Neighbours neighbours) {
        if (!isAnyFor(spec, neighbours)) {
            return OPEN;
        }
        var byName = regions.stream()
                .collect(Collectors.toMap(region -> region.name().value(), Function.identity()));
        var abroad = abroad(spec, byName);
        var crowded = Neighbours.crowded(spec, regions, neighbours);
        var residents = neighbours.residents(spec.tenant());
        var against = residents.against(spec);
        var objections = new HashMap<String, Objection>();
        for (var region : regions) {
            var name = region.name().value();
            var why = abroad == null && crowded.contains(name) ? crowded(spec, name) : abroad;
            for (var rule : spec.placement().antiAffinity()) {
                why = why == null ? tooNear(rule, region, residents.selectedBy(rule), byName) : why;
            }
            for (var guard : against) {
                why = why == null ? guarded(guard, region, byName) : why;
            }
            for (var rule : spec.placement().affinity()) {
                why = why == null ? unmet(rule, spec, region, residents.selectedBy(rule), byName) : why;
            }
            if (why != null) {
                objections.put(name, why);
            }
        }
        return objections.isEmpty() ? OPEN : new Vicinity(objections);
    }

    /** Whether anything that lives could keep it from a region; cheap. */
    static boolean isAnyFor(WorkloadSpec spec, Neighbours neighbours) {
        return spec.placement().looksAtNeighbours()
                || !places(spec).isEmpty()
                || neighbours.residents(spec.tenant()).keepsAnyAway();
    }

    /** What must stay in the allowed countries beside the work itself, by what it is called: where it lies. */
    private static Map<String, String> places(WorkloadSpec spec) {
        if (spec.placement().residency().isEmpty()) {
            return Map.of();
        }
        var places = new LinkedHashMap<String, String>();
        for (var set : spec.data()) {
            if (set.region() != null) {
                places.put("data " + set.uri() + " lies", set.region());
            }
        }
        var checkpoint = spec.checkpoint();
        if (checkpoint != null && checkpoint.region() != null) {
            places.put("the checkpoint " + checkpoint.uri() + " is kept", checkpoint.region());
        }
        return places;
    }

    /** Data or state outside the allowed countries, wherever the work itself would run; of a place that is no region nothing is known. */
    private static @Nullable Objection abroad(WorkloadSpec spec, Map<String, RegionView> byName) {
        var allowed = spec.placement().residency();
        for (var entry : places(spec).entrySet()) {
            var region = byName.get(entry.getValue());
            if (region == null) {
                continue;
            }
            var country = region.facts().place().country();
            if (country == null || !allowed.contains(country)) {
                return new Objection(
                        Reason.RESIDENCY,
                        entry.getKey() + " in " + region.name() + ", which lies in "
                                + (country == null ? "an unknown country" : country) + ", allowed: " + allowed,
                        "Keep it in a region of " + String.join(" or ", allowed) + ", or change placement.residency.");
            }
        }
        return null;
    }

    /** One whose spread rule allows no more in these. */
    static Vicinity crowded(WorkloadSpec spec, Set<String> regions) {
        return regions.isEmpty()
                ? OPEN
                : new Vicinity(regions.stream()
                        .collect(Collectors.toMap(Function.identity(), region -> crowded(spec, region))));
    }

    /**
     * What keeps a workload from a region.
     *
     * @param remedy as of a {@link Refusal}
     */
    public record Kept(Reason reason, String evidence, String remedy) {}

    /** Of one that is kept from regions of these names. */
    public static Vicinity keeping(Map<String, Kept> fromRegions) {
        var objections = new HashMap<String, Objection>();
        fromRegions.forEach(
                (region, why) -> objections.put(region, new Objection(why.reason(), why.evidence(), why.remedy())));
        return objections.isEmpty() ? OPEN : new Vicinity(objections);
    }

    /** What keeps it from a region. */
    public Optional<Kept> keptFrom(String region) {
        return Optional.ofNullable(objections.get(region))
                .map(why -> new Kept(why.reason(), why.evidence(), why.remedy()));
    }

    /** What keeps it from a region; null: nothing. */
    @Nullable
    Objection objectionTo(String region) {
        return objections.get(region);
    }

    boolean isOpen() {
        return objections.isEmpty();
    }

    private static Objection crowded(WorkloadSpec spec, String region) {
        return new Objection(
                Reason.SPREAD_LIMIT,
                "as many of this name live in " + region + " as "
                        + spec.placement().spread() + " allows");
    }

    private static @Nullable Objection tooNear(
            NeighbourRule rule, RegionView region, Map<String, Names> living, Map<String, RegionView> byName) {
        var where = nearest(rule.by(), region, living, byName);
        return where == null
                ? null
                : new Objection(
                        Reason.TOO_NEAR,
                        where + "; placement.antiAffinity keeps it from what has " + rule.inWords()
                                + inTheSame(rule.by()),
                        "Wait until it has ended, or take " + rule.inWords() + " out of placement.antiAffinity.");
    }

    private static @Nullable Objection guarded(
            Residents.Guard guard, RegionView region, Map<String, RegionView> byName) {
        var where = nearest(guard.by(), region, guard.holders(), byName);
        return where == null
                ? null
                : new Objection(
                        Reason.TOO_NEAR,
                        where + ", and its own placement.antiAffinity keeps this away" + inTheSame(guard.by()),
                        "Wait until it has ended, or give this other labels or another name.");
    }

    private static @Nullable Objection unmet(
            NeighbourRule rule,
            WorkloadSpec spec,
            RegionView region,
            Map<String, Names> living,
            Map<String, RegionView> byName) {
        // The first of a group that keeps together has nobody to be near.
        if (living.isEmpty() && rule.selects(spec)) {
            return null;
        }
        boolean near =
                living.keySet().stream().anyMatch(other -> same(rule.by(), region, byName.get(other)) == Same.YES);
        if (near) {
            return null;
        }
        var where = living.isEmpty()
                ? "nothing that has it lives anywhere"
                : living.entrySet().stream()
                        .limit(3)
                        .map(entry -> entry.getValue().inWords() + " in " + entry.getKey())
                        .collect(Collectors.joining("; ", "there are ", living.size() > 3 ? "; and more" : ""));
        return new Objection(
                Reason.AFFINITY_UNMET,
                "nothing that has " + rule.inWords() + " lives" + inTheSame(rule.by()) + " as " + region.name() + "; "
                        + where,
                "Start what has " + rule.inWords() + " there, or take it out of placement.affinity.");
    }

    /** Who lives near, and where, in words; null: nobody, for certain. */
    private static @Nullable String nearest(
            Spread.By by, RegionView region, Map<String, Names> living, Map<String, RegionView> byName) {
        String perhaps = null;
        for (var entry : living.entrySet()) {
            var who = entry.getValue().inWords();
            switch (same(by, region, byName.get(entry.getKey()))) {
                case YES -> {
                    return who + (entry.getValue().count() == 1 ? " lives in " : " live in ") + entry.getKey();
                }
                case UNKNOWN ->
                    perhaps = perhaps == null
                            ? "it is not known whether " + entry.getKey() + ", where " + who
                                    + (entry.getValue().count() == 1 ? " lives" : " live")
                                    + "," + inTheSame(by).replaceFirst(" in", " lies in")
                            : perhaps;
                case NO -> {}
            }
        }
        return perhaps;
    }

    private enum Same {
        YES,
        NO,
        UNKNOWN
    }

    /** {@code other} null: a region that nobody knows any more. */
    private static Same same(Spread.By by, RegionView region, @Nullable RegionView other) {
        if (other == null) {
            return by == Spread.By.REGION ? Same.NO : Same.UNKNOWN;
        }
        if (region.name().equals(other.name())) {
            return Same.YES;
        }
        return switch (by) {
            case REGION -> Same.NO;
            case PROVIDER -> region.facts().provider().equals(other.facts().provider()) ? Same.YES : Same.NO;
            case PROVINCE -> {
                var one = region.facts().place().province();
                var two = other.facts().place().province();
                yield one == null || two == null ? Same.UNKNOWN : one.equals(two) ? Same.YES : Same.NO;
            }
        };
    }

    private static String inTheSame(Spread.By by) {
        return " in the same " + by.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Vicinity that && hash == that.hash && objections.equals(that.objections));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
