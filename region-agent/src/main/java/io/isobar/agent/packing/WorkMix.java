package io.isobar.agent.packing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What kinds of work were asked for so far, the recent ones counting more. It begins with a guess, which fades as work is seen;
 * nothing is known of work that has not been asked for. Bounded: the rarest kinds are forgotten.
 */
public final class WorkMix {
    static final int MAX_SHAPES = 512;
    /** So that one large gang does not look like all the work there is. */
    static final int MOST_AT_ONCE = 64;
    /** After so many, all that was seen counts half. */
    private static final long HALF_LIFE = 32_768;
    /** Counts are kept in sixteenths, so that halving rare ones does not lose them at once. */
    private static final long ONE = 16;

    /**
     * A kind of work and how often it comes.
     *
     * @param weight above 0; only its relation to the others matters
     */
    public record Weighted(Shape shape, long weight) {}

    private final Map<Shape, Long> counts = new HashMap<>();
    private long sinceHalved;
    private long seen;

    private WorkMix() {}

    /** One, two, four, … whole devices, equally often, as nothing better is known. */
    public static WorkMix ofPowersOfTwo(int largest) {
        WorkMix mix = new WorkMix();
        for (long devices = 1; devices <= Math.max(1, largest); devices *= 2) {
            mix.counts.put(Shape.ofWhole((int) devices, 0, 0), ONE);
        }
        return mix;
    }

    /** Counts what was asked for, whether it could be placed or not. */
    public void saw(Shape shape, int replicas) {
        int times = Math.min(replicas, MOST_AT_ONCE);
        counts.merge(shape, ONE * times, Long::sum);
        seen += times;
        sinceHalved += times;
        if (sinceHalved >= HALF_LIFE) {
            sinceHalved = 0;
            counts.replaceAll((any, count) -> count / 2);
            counts.values().removeIf(count -> count == 0);
        }
        if (counts.size() > MAX_SHAPES) {
            List<Weighted> rarest = frequentFirst();
            rarest.subList(MAX_SHAPES * 3 / 4, rarest.size()).forEach(gone -> counts.remove(gone.shape()));
        }
    }

    /** How many were counted, ever. */
    public long seen() {
        return seen;
    }

    /** The most frequent kinds of work that take devices, which make up 95 % of it; the most frequent first. */
    public List<Weighted> typical() {
        List<Weighted> all = frequentFirst();
        all.removeIf(weighted -> weighted.shape().devices() == 0);
        long total = all.stream().mapToLong(Weighted::weight).sum();
        long sum = 0;
        int kept = 0;
        while (kept < all.size() && sum * 100 < total * 95) {
            sum += all.get(kept++).weight();
        }
        return List.copyOf(all.subList(0, kept));
    }

    /** Equal counts in an order of their own, so that equal histories give equal mixes. */
    private List<Weighted> frequentFirst() {
        List<Weighted> all = new ArrayList<>(counts.size());
        counts.forEach((shape, count) -> all.add(new Weighted(shape, count)));
        all.sort(Comparator.comparingLong((Weighted weighted) -> -weighted.weight())
                .thenComparingInt(weighted -> weighted.shape().devices())
                .thenComparingInt(weighted -> weighted.shape().milli())
                .thenComparingLong(weighted -> weighted.shape().millicpus())
                .thenComparingLong(weighted -> weighted.shape().memory())
                .thenComparingLong(weighted -> weighted.shape().kinds()));
        return all;
    }
}
