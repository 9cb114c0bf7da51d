package io.isobar.broker.capacity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was asked for of one kind of accelerator so far, the recent counting more. What is usual changes in steps: only when enough
 * has come since the last step, and only where it has become another one, for with every step answers that were remembered are
 * reckoned anew. Bounded: the rarest kinds of work are forgotten.
 */
final class WorkMix {
    static final int MOST_SHAPES = 512;
    /** So that one large gang does not look like all the work there is. */
    static final int MOST_AT_ONCE = 64;
    /** After so many replicas, all that was seen counts half. */
    static final long HALF_LIFE = 32_768;
    /** Nothing is usual before so many have come. */
    static final int FEWEST = 16;

    private static final int LATEST_STEP = 4_096;
    /** A step that would change less of the work, in thousandths, is none. */
    private static final int LEAST_CHANGE = 100;
    /** So much of the work is looked at; the rest is rare. */
    private static final double USUAL = 0.95;

    private static final Comparator<Map.Entry<ReplicaShape, Double>> FREQUENT_FIRST = Comparator.comparingDouble(
                    (Map.Entry<ReplicaShape, Double> entry) -> -entry.getValue())
            .thenComparingInt(entry -> entry.getKey().units())
            .thenComparingLong(entry -> entry.getKey().millicpus())
            .thenComparingLong(entry -> entry.getKey().memoryBytes());

    private final Map<ReplicaShape, Double> counts = new HashMap<>();
    private UsualWork usual = UsualWork.UNKNOWN;
    private long seen;
    private long sinceHalved;
    private long nextStep = FEWEST;

    UsualWork usual() {
        return usual;
    }

    /**
     * Counts what was asked for, whether there was room or not; true: what is usual has become another one.
     *
     * @param shape takes at least one unit
     * @param replicas at least one
     */
    boolean saw(ReplicaShape shape, int replicas) {
        int times = Math.min(replicas, MOST_AT_ONCE);
        counts.merge(shape, (double) times, Double::sum);
        seen += times;
        sinceHalved += times;
        if (sinceHalved >= HALF_LIFE) {
            sinceHalved = 0;
            counts.replaceAll((any, count) -> count / 2);
        }
        if (counts.size() > MOST_SHAPES) {
            frequentFirst().stream()
                    .skip(MOST_SHAPES * 3 / 4)
                    .map(Map.Entry::getKey)
                    .forEach(counts::remove);
        }
        return seen >= nextStep && step();
    }

    private boolean step() {
        nextStep = seen + Math.clamp(seen / 4, FEWEST, LATEST_STEP);
        var now = reckoned();
        if (!usual.isUnknown() && usual.distanceTo(now) < LEAST_CHANGE) {
            return false;
        }
        usual = now;
        return true;
    }

    /** Shares in thousandths; what rounding leaves over goes to the most frequent. */
    private UsualWork reckoned() {
        var all = frequentFirst();
        double total = all.stream().mapToDouble(Map.Entry::getValue).sum();
        double sum = 0;
        int kept = 0;
        while (kept < all.size() && kept < UsualWork.MOST && sum < USUAL * total) {
            sum += all.get(kept++).getValue();
        }
        var kinds = new ArrayList<UsualWork.Kind>();
        int left = UsualWork.WHOLE;
        for (int i = kept - 1; i > 0; i--) {
            int share = (int) (all.get(i).getValue() / sum * UsualWork.WHOLE);
            left -= share;
            if (share > 0) {
                kinds.addFirst(new UsualWork.Kind(all.get(i).getKey(), share));
            }
        }
        kinds.addFirst(new UsualWork.Kind(all.getFirst().getKey(), left));
        return new UsualWork(kinds);
    }

    /** Equal counts in an order of their own, so that equal histories give equal mixes. */
    private List<Map.Entry<ReplicaShape, Double>> frequentFirst() {
        var all = new ArrayList<>(counts.entrySet());
        all.sort(FREQUENT_FIRST);
        return all;
    }
}
