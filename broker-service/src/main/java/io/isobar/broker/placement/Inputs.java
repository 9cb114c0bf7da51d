package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.learning.Correction;
import io.isobar.broker.learning.RunKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a decision was taken by, so that it can be taken again ({@link Replay}): of the pools of its best candidates, and of those first
 * refused. The engine judges pool by pool, so that what it says of these does not depend on the others.
 *
 * <p>It holds on to what the decision looked at and copies nothing; all of it is immutable.
 *
 * @param asked as it was judged: regions that were let in again are not avoided
 * @param judgedAt when the candidates were judged
 * @param countedAt when the refusals were, which may be some seconds before
 * @param offered pools of the candidates, and of the parts of a gang, as they were looked at
 * @param refused of the first refusals, at most {@link #MOST_REFUSED}; none of a gang in parts, whose pools are refused together
 * @param exchanged the place was exchanged with other workloads of the tenant: the choice is not this workload's alone
 */
public record Inputs(
        Asked asked,
        Policy policy,
        Instant judgedAt,
        Instant countedAt,
        List<PoolView> offered,
        List<PoolView> refused,
        boolean exchanged) {
    public static final int MOST_REFUSED = 5;

    public Inputs {
        offered = List.copyOf(offered);
        refused = List.copyOf(refused);
    }

    /**
     * What runs had taught of such work on the models of the pools; none: nothing.
     *
     * @param parts of the gang, where it starts in several
     */
    public Map<RunKind, Correction> learned(List<GangPart> parts) {
        var spec = asked.spec();
        var learned = new HashMap<RunKind, Correction>();
        var gangs = new TreeSet<>(Set.of(spec.replicas()));
        parts.forEach(part -> gangs.add(part.candidate().replicas()));
        var gate = new PortabilityGate(policy.catalog(), policy.allowedUnknowns());
        for (var pool : Lessons.isOfAFamily(spec) ? all() : List.<PoolView>of()) {
            var accelerator = pool.facts().accelerator();
            var model = accelerator == null ? null : accelerator.model();
            if (gate.judge(pool.facts(), spec) instanceof PortabilityGate.Verdict.Runs runs) {
                for (var way : runs.ways()) {
                    for (int replicas : gangs) {
                        var kind = Lessons.kind(spec, way.units(), replicas, model);
                        var correction = kind == null
                                ? Correction.NONE
                                : policy.learned().of(kind);
                        if (kind != null && correction.isKnown()) {
                            learned.put(kind, correction);
                        }
                    }
                }
            }
        }
        return learned;
    }

    /** Those of candidates before those that were refused. */
    public List<PoolView> all() {
        return Stream.concat(offered.stream(), refused.stream()).toList();
    }

    /** Pools that were looked at for the record, and are to be kept with it. */
    record Looked(List<PoolView> offered, List<PoolView> refused) {
        static final Looked NOTHING = new Looked(List.of(), List.of());

        /** Of those that were looked at. */
        static Looked among(List<PoolView> pools, List<Candidate> best, List<Refusal> refusals) {
            var offering = best.stream().map(Candidate::pool).distinct().toList();
            var refusing =
                    refusals.stream().limit(MOST_REFUSED).map(Refusal::pool).toList();
            var wanted = new HashSet<>(offering);
            wanted.addAll(refusing);
            var found = new HashMap<PoolKey, PoolView>();
            for (var pool : pools) {
                if (wanted.contains(pool.key())) {
                    found.put(pool.key(), pool);
                }
            }
            return new Looked(those(offering, found), those(refusing, found));
        }

        private static List<PoolView> those(List<PoolKey> keys, Map<PoolKey, PoolView> found) {
            return keys.stream()
                    .flatMap(key -> Stream.ofNullable(found.get(key)))
                    .toList();
        }

        /** With these pools of the best; what became one of them is refused no more. */
        Looked offering(List<PoolView> pools) {
            var still = new ArrayList<PoolView>(refused.size());
            for (var pool : refused) {
                if (!isAmong(pools, pool.key())) {
                    still.add(pool);
                }
            }
            return new Looked(pools, still);
        }

        static boolean isAmong(List<PoolView> pools, PoolKey key) {
            for (var pool : pools) {
                if (pool.key().equals(key)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** Of a place that was exchanged: {@code chosen} as it was looked at for that, null: that is not known. */
    Inputs exchangedFor(@Nullable PoolView chosen) {
        if (chosen == null) {
            return new Inputs(asked, policy, judgedAt, countedAt, offered, refused, true);
        }
        var pools = new ArrayList<>(List.of(chosen));
        offered.stream().filter(pool -> !pool.key().equals(chosen.key())).forEach(pools::add);
        return new Inputs(
                // Who it was kept for has another place.
                asked.unheld(chosen.key()),
                policy,
                judgedAt,
                countedAt,
                pools,
                refused.stream()
                        .filter(pool -> !pool.key().equals(chosen.key()))
                        .toList(),
                true);
    }
}
