package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.placement.Holdings.Sum;
import io.isobar.broker.workload.GangRule.Across;
import io.isobar.broker.workload.Group;
import io.isobar.broker.workload.SpecDraft;
import io.isobar.broker.workload.Work;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tries to find places for all groups of a gang within some pools. The main group comes first, since its run time is that of all; then
 * the others, the most demanding ones first. What one group takes, the next one does not find.
 */
final class GangTrial {
    private final PlacementEngine engine;
    private final RateNotes rates;
    private final Instant now;
    private final Asked asked;
    private final Map<PoolKey, PoolView> pools = new LinkedHashMap<>();
    private final List<GangPart> parts = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private Allowance allowance;
    private Map<PoolKey, PoolReserve> reserves;

    GangTrial(PlacementEngine engine, RateNotes rates, Asked asked, List<PoolView> pools, Instant now) {
        this.engine = engine;
        this.rates = rates;
        this.asked = asked;
        this.now = now;
        this.allowance = asked.allowance();
        this.reserves = asked.reserves();
        pools.forEach(pool -> this.pools.put(pool.key(), pool));
    }

    /** Where every group has its place; empty: {@link #refusals} says why not. */
    Optional<List<GangPart>> places() {
        var groups = asked.spec().groups();
        boolean found = place(0, groups.getFirst());
        for (int i : mostDemandingFirst(groups)) {
            found = found && place(i, groups.get(i));
        }
        return found ? Optional.of(List.copyOf(parts)) : Optional.empty();
    }

    /** Of the pools, for the group that found no place; one each at most. */
    List<Refusal> refusals() {
        return refusals;
    }

    private static List<Integer> mostDemandingFirst(List<Group> groups) {
        var order = new ArrayList<Integer>();
        for (int i = 1; i < groups.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingLong((Integer i) -> -units(groups.get(i)))
                .thenComparingLong(
                        i -> -groups.get(i).resources().cpus().minimum().millis()));
        return order;
    }

    private static long units(Group group) {
        return group.resources().accelerators().stream()
                .mapToLong(choice -> choice.count())
                .max()
                .orElse(0);
    }

    private boolean place(int index, Group group) {
        var whole = candidates(index, specOf(index, group, group.replicas(), leastOf(index, group)));
        var best = whole.stream()
                .filter(candidate -> candidate.replicas() == group.replicas() || !mayBeDivided())
                .min(Preference.of(asked.spec()));
        if (best.isPresent()) {
            take(index, best.get());
            return true;
        }
        return mayBeDivided() && divide(index, group);
    }

    private boolean mayBeDivided() {
        return asked.spec().gang().across() != Across.NOTHING;
    }

    private int leastOf(int index, Group group) {
        return index == 0 ? asked.spec().gang().minimum() : group.replicas();
    }

    /** A gang computes in step, so the parts of a group have one accelerator model and run the same variant. */
    private record Alike(@Nullable String modelId, int variant) {
        static Alike of(Candidate candidate) {
            return new Alike(candidate.modelId(), candidate.variant());
        }
    }

    private boolean divide(int index, Group group) {
        var byKind = new LinkedHashMap<Alike, List<Candidate>>();
        candidates(index, specOf(index, group, group.replicas(), 1))
                .forEach(candidate -> byKind.computeIfAbsent(Alike.of(candidate), kind -> new ArrayList<>())
                        .add(candidate));
        var best = byKind.values().stream()
                .map(rooms -> shares(index, group, rooms))
                .filter(shares -> started(shares) >= leastOf(index, group))
                .min(Comparator.comparingInt((List<Candidate> shares) -> -started(shares))
                        .thenComparing(GangPlan.CHEAPEST)
                        .thenComparingInt(List::size));
        if (best.isEmpty()) {
            refuseDivided(index, group, byKind);
            return false;
        }
        refusals.clear();
        best.get().forEach(share -> take(index, share));
        return true;
    }

    /** As few pools as do, the largest first: each further one makes the way between replicas longer. */
    private List<Candidate> shares(int index, Group group, List<Candidate> rooms) {
        var largestFirst = rooms.stream()
                .sorted(Comparator.comparingInt((Candidate room) -> -room.replicas())
                        .thenComparing(Candidate::pricePerHour)
                        .thenComparing(Candidate::pool))
                .toList();
        var used = new LinkedHashMap<PoolKey, Candidate>();
        int missing = group.replicas();
        var left = allowance;
        for (var room : largestFirst) {
            int share = (int) Math.min(Math.min(missing, room.replicas()), left.replicas(room.shape()));
            if (share == 0 || parts.size() + used.size() == AttemptId.MOST_PARTS) {
                break;
            }
            if (!used.containsKey(room.pool())) {
                var exact = bestShare(index, group, share, room);
                if (exact.isPresent()) {
                    used.put(room.pool(), exact.get());
                    left = left.without(exact.get());
                    missing -= share;
                }
            }
        }
        return List.copyOf(used.values());
    }

    /** The bill of so many replicas in that pool, of the same kind. */
    private Optional<Candidate> bestShare(int index, Group group, int share, Candidate room) {
        var spec = specOf(index, group, share, share);
        var candidates = new ArrayList<Candidate>();
        var pool = Objects.requireNonNull(pools.get(room.pool()));
        engine.judge(pool, askedFor(spec), now, rates, candidates, new ArrayList<>());
        return candidates.stream()
                .filter(candidate -> Alike.of(candidate).equals(Alike.of(room)))
                .min(Preference.of(asked.spec()));
    }

    private static int started(List<Candidate> shares) {
        return shares.stream().mapToInt(Candidate::replicas).sum();
    }

    private void refuseDivided(int index, Group group, Map<Alike, List<Candidate>> byKind) {
        int least = leastOf(index, group);
        byKind.values().forEach(rooms -> {
            int together = rooms.stream().mapToInt(Candidate::replicas).sum();
            for (var room : rooms) {
                if (refusals.stream().anyMatch(refusal -> refusal.pool().equals(room.pool()))) {
                    continue;
                }
                var beyond = allowance.objection(asked.spec().tenant(), Sum.of(room.shape(), least));
                if (together >= least && beyond.isPresent()) {
                    refusals.add(new Refusal(
                            room.pool(),
                            room.provider(),
                            beyond.get().reason(),
                            named(index, group) + beyond.get().evidence(),
                            beyond.get().remedy(),
                            room.reportedAt()));
                } else {
                    refusals.add(new Refusal(
                            room.pool(),
                            room.provider(),
                            Reason.INSUFFICIENT_CAPACITY,
                            named(index, group) + "room for " + room.replicas() + " here and for " + together
                                    + " in all pools alike; " + least + " are needed",
                            index == 0 ? "lower gang.minimum to " + together : "",
                            room.reportedAt()));
                }
            }
        });
    }

    /** All that the pools offer, and into {@link #refusals} what they object to this group. */
    private List<Candidate> candidates(int index, WorkloadSpec spec) {
        refusals.clear();
        var candidates = new ArrayList<Candidate>();
        var refused = new ArrayList<Refusal>();
        for (var pool : pools.values()) {
            engine.judge(pool, askedFor(spec), now, rates, candidates, refused);
        }
        var group = asked.spec().groups().get(index);
        refused.forEach(refusal -> refusals.add(new Refusal(
                refusal.pool(),
                refusal.provider(),
                refusal.reason(),
                named(index, group) + refusal.evidence(),
                refusal.remedy(),
                refusal.observedAt())));
        return candidates;
    }

    private String named(int index, Group group) {
        return index == 0 && asked.spec().others().isEmpty() ? "" : "group " + group.name() + ": ";
    }

    private Asked askedFor(WorkloadSpec spec) {
        return new Asked(spec, asked.avoided(), asked.vicinity(), asked.holds(), reserves, allowance);
    }

    /** One group as a workload of its own; it runs as long as the main one does. */
    private WorkloadSpec specOf(int index, Group group, int replicas, int least) {
        var draft = SpecDraft.of(asked.spec());
        draft.others.clear();
        draft.across = Across.NOTHING;
        draft.replicas = replicas;
        draft.gangMinimum = Math.min(least, replicas);
        if (index > 0) {
            draft.accelerators.clear();
            draft.accelerators.addAll(group.resources().accelerators());
            draft.ordered = group.resources().ordered();
            draft.cpus = group.resources().cpus();
            draft.memory = group.resources().memory();
            draft.variants.clear();
            draft.variants.addAll(group.variants());
            draft.data.clear();
            draft.work = runTimeOfMain();
        }
        return draft.build();
    }

    private @Nullable Work runTimeOfMain() {
        double hours = parts.stream()
                .filter(part -> part.group() == 0)
                .mapToDouble(part -> part.candidate().runTime() instanceof RunTime.Known known
                        ? known.time().toMillis() / 3_600_000.0
                        : Double.POSITIVE_INFINITY)
                .max()
                .orElse(Double.POSITIVE_INFINITY);
        return hours > 0 && Double.isFinite(hours) ? new Work(hours, null, null, null) : null;
    }

    private void take(int index, Candidate candidate) {
        parts.add(new GangPart(index, asked.spec().groups().get(index).name(), candidate));
        pools.computeIfPresent(candidate.pool(), (key, pool) -> pool.without(candidate.shape(), candidate.replicas()));
        allowance = allowance.without(candidate);
        reserves = Reserves.without(reserves, asked.spec(), candidate, candidate.endBy(asked.spec(), now));
    }
}
