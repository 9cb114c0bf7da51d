package io.isobar.agent.packing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Nodes with what is free on each, and the choice among them: the node where a shape strands the least, given the work that
 * usually comes (see {@link Rehearsal}). The mix is learned from what was asked before, see {@link #saw}.
 *
 * <p>Equal nodes, equal history, equal choice, in whatever order the nodes were named. A choice changes nothing; the caller says
 * with {@link #put} what became of the node. Not thread-safe.
 *
 * @param <N> the nodes' names, whose order breaks ties
 */
public final class Packing<N extends Comparable<N>> {
    private static final long UNFIT = Long.MAX_VALUE;
    /** Costs remembered, over all shapes: 16 MB. */
    private static final int MAX_COSTS = 1 << 21;

    private static final int MAX_RANKINGS = 512;
    static final int MAX_REHEARSED = 4_096;
    private static final int SOONEST_RENEWAL = 16;
    private static final int LATEST_RENEWAL = 4_096;

    /** What a shape costs on each slot, as of a version. */
    private static final class Ranking {
        private long[] costs = {};
        private long version = -1;
    }

    private final Map<N, Integer> slots = new HashMap<>();
    private final List<@Nullable N> names = new ArrayList<>();
    private final List<@Nullable FreeNode> nodes = new ArrayList<>();
    private final List<Integer> vacant = new ArrayList<>();
    private final LinkedHashMap<Shape, Ranking> rankings = new LinkedHashMap<>(16, 0.75f, true);
    private final WorkMix mix;
    private long[] changedAt = new long[16];
    private long version;
    private Rehearsal rehearsal;
    private long renewAt = SOONEST_RENEWAL;

    public Packing(WorkMix mix) {
        this.mix = mix;
        this.rehearsal = new Rehearsal(mix.typical());
    }

    /** A node that can take work, or what is free on it now. */
    public void put(N name, FreeNode free) {
        Integer slot = slots.get(name);
        if (slot == null) {
            slot = vacant.isEmpty() ? names.size() : vacant.removeLast();
            slots.put(name, slot);
            if (slot == names.size()) {
                names.add(name);
                nodes.add(free);
            } else {
                names.set(slot, name);
            }
        }
        set(slot, free);
    }

    /** The node takes no work now; nothing where it is not known. */
    public void remove(N name) {
        Integer slot = slots.remove(name);
        if (slot != null) {
            names.set(slot, null);
            vacant.add(slot);
            set(slot, null);
        }
    }

    private void set(int slot, @Nullable FreeNode free) {
        nodes.set(slot, free);
        if (slot >= changedAt.length) {
            changedAt = Arrays.copyOf(changedAt, 2 * changedAt.length);
        }
        changedAt[slot] = ++version;
    }

    /**
     * Counts what was asked for, so that later choices keep room for its like.
     *
     * @param replicas 1 or more
     */
    public void saw(Shape shape, int replicas) {
        mix.saw(shape, replicas);
        if (mix.seen() >= renewAt) {
            renewAt = mix.seen() + Math.clamp(mix.seen() / 4, SOONEST_RENEWAL, LATEST_RENEWAL);
            rehearsal = new Rehearsal(mix.typical());
            rankings.clear();
        }
    }

    /** The best node for one replica, or null where none fits. */
    public @Nullable Choice<N> choose(Shape shape) {
        Ranking ranking = ranking(shape);
        long[] costs = ranking.costs;
        long best = UNFIT;
        int bestSlot = -1;
        for (int slot = 0; slot < nodes.size(); slot++) {
            if (changedAt[slot] > ranking.version) {
                costs[slot] = cost(shape, nodes.get(slot));
            }
            long cost = costs[slot];
            if (cost < best || (cost == best && cost != UNFIT && precedes(slot, bestSlot))) {
                best = cost;
                bestSlot = slot;
            }
        }
        ranking.version = version;
        return bestSlot < 0 ? null : choice(shape, at(names, bestSlot), at(nodes, bestSlot), true);
    }

    private Ranking ranking(Shape shape) {
        Ranking ranking = rankings.computeIfAbsent(shape, any -> new Ranking());
        if (ranking.costs.length < nodes.size()) {
            ranking.costs = new long[Math.max(nodes.size(), changedAt.length)];
            ranking.version = -1;
        }
        int most = Math.clamp(MAX_COSTS / Math.max(1, nodes.size()), 1, MAX_RANKINGS);
        while (rankings.size() > most) {
            rankings.pollFirstEntry();
        }
        return ranking;
    }

    private long cost(Shape shape, @Nullable FreeNode node) {
        if (node == null || !node.fits(shape)) {
            return UNFIT;
        }
        FreeNode after = node.without(shape, bestPart(shape, node));
        return rehearsal.stranded(after) - rehearsal.stranded(node);
    }

    private boolean precedes(int slot, int other) {
        int order = Choice.TIGHTEST_FIRST.compare(at(nodes, slot), at(nodes, other));
        return order != 0 ? order < 0 : at(names, slot).compareTo(at(names, other)) < 0;
    }

    /**
     * Nodes for a gang, one replica after another, each seeing the ones before; all or none.
     *
     * @param replicas 1 or more; above {@link #MAX_REHEARSED} the fullest nodes are taken, which needs no rehearsal of each step
     * @return as many as replicas, in their order, or none where they do not all fit
     */
    public List<N> chooseGang(Shape shape, int replicas) {
        if (replicas == 1) {
            Choice<N> one = choose(shape);
            return one == null ? List.of() : List.of(one.node());
        }
        boolean rehearsed = replicas <= MAX_REHEARSED;
        PriorityQueue<Choice<N>> candidates = new PriorityQueue<>(Choice.cheapestFirst());
        int room = 0;
        for (int slot = 0; slot < nodes.size(); slot++) {
            FreeNode node = nodes.get(slot);
            if (node != null && node.fits(shape)) {
                room += node.times(shape, replicas - room);
                candidates.add(choice(shape, at(names, slot), node, rehearsed));
            }
        }
        if (room < replicas) {
            return List.of();
        }
        List<N> chosen = new ArrayList<>(replicas);
        while (chosen.size() < replicas) {
            Choice<N> next = candidates.remove();
            chosen.add(next.node());
            if (next.after().fits(shape)) {
                candidates.add(choice(shape, next.node(), next.after(), rehearsed));
            }
        }
        return chosen;
    }

    private Choice<N> choice(Shape shape, N name, FreeNode node, boolean rehearsed) {
        if (!rehearsed) {
            int left = fullestPart(shape, node);
            return new Choice<>(name, node, left, node.without(shape, left), 0);
        }
        int left = bestPart(shape, node);
        FreeNode after = node.without(shape, left);
        return new Choice<>(name, node, left, after, rehearsal.stranded(after) - rehearsal.stranded(node));
    }

    private static int fullestPart(Shape shape, FreeNode node) {
        FreeDevices devices = node.devices();
        for (int i = 0; i < devices.shared() && shape.takesPartOfADevice(); i++) {
            if (devices.part(i) >= shape.milli()) {
                return devices.part(i);
            }
        }
        return Shape.WHOLE;
    }

    /** Of which device a part is best taken: what is left of it now. The fullest of equally good ones. */
    private int bestPart(Shape shape, FreeNode node) {
        if (!shape.takesPartOfADevice()) {
            return Shape.WHOLE;
        }
        FreeDevices devices = node.devices();
        int best = Shape.WHOLE;
        long least = UNFIT;
        for (int i = 0; i <= devices.shared(); i++) {
            boolean untouched = i == devices.shared();
            int left = untouched ? Shape.WHOLE : devices.part(i);
            boolean again = i > 0 && !untouched && left == devices.part(i - 1);
            if (left < shape.milli() || again || (untouched && devices.untouched() == 0)) {
                continue;
            }
            long stranded = rehearsal.stranded(node.without(shape, left));
            if (stranded < least) {
                least = stranded;
                best = left;
            }
        }
        return best;
    }

    private static <T> T at(List<@Nullable T> list, int slot) {
        T element = list.get(slot);
        if (element == null) {
            throw new IllegalStateException("nothing is in slot " + slot);
        }
        return element;
    }
}
