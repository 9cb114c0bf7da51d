package io.isobar.bench.rounds;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The rounds of Gavel (Narayanan et al., OSDI 2020): shares of time for each job on each type are realised by priorities, the
 * share over the part of the type's time that the job has had. Times are counted anew with new shares.
 */
final class Gavel implements Contestant {
    /** Seconds between two times that shares are made anew, at least: the published simulator's. */
    static final double SHARES_AT_LEAST = 1920;

    /** How shares are found. */
    interface Shares {
        /** By job and type, each at least 0. */
        double[][] of(List<Queued> queue);
    }

    private final List<Integer> slots;
    private final Shares shares;
    private final boolean inOrder;
    private final double atLeast;
    private final Random dice = new Random(0);
    private final Map<Integer, double[]> shareOf = new HashMap<>();
    private final Map<Integer, double[]> secondsOf = new HashMap<>();
    private double[] seconds;
    private Set<Integer> known = Set.of();
    private double sharesFrom = Double.NEGATIVE_INFINITY;

    /**
     * @param inOrder whether types are filled in their order, or in a random one each round
     * @param atLeast seconds between two times that shares are made anew, at least; a job that came since waits
     */
    Gavel(List<Integer> slots, Shares shares, boolean inOrder, double atLeast) {
        this.slots = slots;
        this.shares = shares;
        this.inOrder = inOrder;
        this.atLeast = atLeast;
        this.seconds = new double[slots.size()];
    }

    @Override
    public int[] assign(double now, List<Queued> queue) {
        share(now, queue);
        int[] types = new int[queue.size()];
        Arrays.fill(types, WAITS);
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, slots.size()).boxed().toList());
        if (!inOrder) {
            Collections.shuffle(order, dice);
        }
        for (int type : order) {
            fill(queue, type, types);
        }
        return types;
    }

    private void share(double now, List<Queued> queue) {
        Set<Integer> numbers = new HashSet<>();
        queue.forEach(queued -> numbers.add(queued.job().number()));
        if (numbers.equals(known) || now - sharesFrom < atLeast) {
            return;
        }
        known = numbers;
        sharesFrom = now;
        seconds = new double[slots.size()];
        secondsOf.clear();
        shareOf.clear();
        double[][] found = shares.of(queue);
        for (int i = 0; i < found.length; i++) {
            shareOf.put(queue.get(i).job().number(), found[i]);
        }
    }

    private void fill(List<Queued> queue, int type, int[] types) {
        double[] priorities = new double[types.length];
        List<Integer> candidates = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            if (types[i] == WAITS && shareOf.containsKey(queue.get(i).job().number())) {
                priorities[i] = priority(queue.get(i), type);
                candidates.add(i);
            }
        }
        candidates.sort(Comparator.comparingDouble((Integer i) -> -priorities[i]));
        for (int i : candidates.subList(0, Math.min(slots.get(type), candidates.size()))) {
            types[i] = type;
            seconds[type] += Run.ROUND;
            secondsOf.computeIfAbsent(queue.get(i).job().number(), _ -> new double[slots.size()])[type] += Run.ROUND;
        }
    }

    private double priority(Queued queued, int type) {
        double share = Objects.requireNonNull(shareOf.get(queued.job().number()))[type];
        double[] had = secondsOf.get(queued.job().number());
        return had == null || had[type] == 0 ? share * 1e9 : share * seconds[type] / had[type];
    }
}
