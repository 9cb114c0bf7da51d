package io.isobar.agent.admission;

import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.Node;
import io.isobar.agent.inventory.NodeName;
import io.isobar.agent.inventory.PoolProfile;
import io.isobar.agent.inventory.Resources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One pool: its nodes, what is held on each, and the histogram of what is free. */
final class PoolBook {
    /** Fullest first, so that large holes stay whole; then by name, so that equal input gives equal placements. */
    private static final Comparator<NodeBook> TIGHTEST_FIRST = Comparator.comparingInt(
                    (NodeBook book) -> book.free().units())
            .thenComparingLong(book -> known(book.free().millicpus()))
            .thenComparingLong(book -> known(book.free().memoryBytes()))
            .thenComparing(book -> book.node().name());

    private final Map<NodeName, NodeBook> nodes = new TreeMap<>();
    private final CapacityHistogram histogram = new CapacityHistogram();
    private PoolProfile profile;
    private long sequence;
    private int unusable;

    PoolBook(PoolProfile profile, long firstSequence) {
        this.profile = profile;
        this.sequence = firstSequence;
    }

    PoolProfile profile() {
        return profile;
    }

    long sequence() {
        return sequence;
    }

    long touch() {
        return ++sequence;
    }

    /** Takes over a new look. A node that is gone but holds something stays as unusable: it may come back with the work on it. */
    void look(PoolProfile now, Collection<Node> present) {
        profile = now;
        Map<NodeName, Node> found = new HashMap<>();
        present.forEach(node -> found.put(node.name(), node));
        nodes.values().removeIf(book -> {
            if (found.containsKey(book.node().name())) {
                return false;
            }
            uncount(book);
            if (book.holdsNothing()) {
                return true;
            }
            book.look(book.node().asUsable(false));
            count(book);
            return false;
        });
        for (Node node : present) {
            NodeBook known = nodes.get(node.name());
            if (known == null) {
                known = new NodeBook(node);
                nodes.put(node.name(), known);
            } else {
                uncount(known);
                known.look(node);
            }
            count(known);
        }
        touch();
    }

    /** The nodes for the demand, or null where it does not fit now. Changes nothing. */
    @Nullable
    Placement place(Demand demand) {
        List<NodeName> chosen = demand.replicas() == 1 ? placeOne(demand.shape()) : placeMany(demand);
        return chosen.size() < demand.replicas() ? null : new Placement(demand, chosen);
    }

    private List<NodeName> placeOne(Resources shape) {
        NodeBook best = null;
        for (NodeBook book : nodes.values()) {
            if (book.node().usable()
                    && book.free().fits(shape, 1) == 1
                    && (best == null || TIGHTEST_FIRST.compare(book, best) < 0)) {
                best = book;
            }
        }
        return best == null ? List.of() : List.of(best.node().name());
    }

    private List<NodeName> placeMany(Demand demand) {
        List<NodeBook> candidates = new ArrayList<>();
        for (NodeBook book : nodes.values()) {
            if (book.node().usable() && book.free().fits(demand.shape(), 1) == 1) {
                candidates.add(book);
            }
        }
        candidates.sort(TIGHTEST_FIRST);
        List<NodeName> chosen = new ArrayList<>(demand.replicas());
        for (NodeBook book : candidates) {
            int times = book.free().fits(demand.shape(), demand.replicas() - chosen.size());
            for (int i = 0; i < times; i++) {
                chosen.add(book.node().name());
            }
        }
        return chosen;
    }

    void hold(AttemptId attempt, Placement placement) {
        perNode(placement)
                .forEach((name, replicas) -> change(
                        name, book -> book.hold(attempt, placement.demand().shape(), replicas)));
        touch();
    }

    void release(AttemptId attempt, Placement placement) {
        perNode(placement).forEach((name, replicas) -> change(name, book -> book.release(attempt)));
        touch();
    }

    private static Map<NodeName, Integer> perNode(Placement placement) {
        Map<NodeName, Integer> counts = new HashMap<>();
        placement.nodes().forEach(name -> counts.merge(name, 1, Integer::sum));
        return counts;
    }

    private void change(NodeName name, Consumer<NodeBook> change) {
        NodeBook book = nodes.get(name);
        if (book != null) {
            uncount(book);
            change.accept(book);
            count(book);
        }
    }

    private void count(NodeBook book) {
        if (book.node().usable()) {
            histogram.add(book.node().total(), book.free());
        } else {
            unusable++;
        }
    }

    private void uncount(NodeBook book) {
        if (book.node().usable()) {
            histogram.remove(book.node().total(), book.free());
        } else {
            unusable--;
        }
    }

    /** Why the demand does not fit, with numbers. */
    Refusal explain(Demand demand) {
        Resources shape = demand.shape();
        long now = 0;
        long empty = 0;
        long units = 0;
        int largest = 0;
        for (NodeBook book : nodes.values()) {
            if (book.node().usable()) {
                now += book.free().fits(shape, demand.replicas());
                units += book.free().units();
                largest = Math.max(largest, book.free().units());
            }
            empty += book.node().total().fits(shape, demand.replicas());
        }
        String asked = demand.replicas() + " replicas of " + shape.units() + " units, " + shape.millicpus()
                + " millicpus and " + shape.memoryBytes() + " bytes";
        if (empty == 0) {
            return new Refusal(Reason.NODE_TOO_SMALL, asked + ": no node of " + nodes.size() + " is large enough");
        }
        if (now == 0 && shape.units() > 0 && units >= (long) demand.replicas() * shape.units()) {
            return new Refusal(
                    Reason.FRAGMENTED, asked + ": " + units + " units are free, but the largest node has " + largest);
        }
        return new Refusal(Reason.INSUFFICIENT_CAPACITY, asked + ": room for " + now + " now");
    }

    PoolCapacity capacity(Instant now) {
        return new PoolCapacity(profile, sequence, now, histogram.buckets(), unusable);
    }

    private static long known(@Nullable Long amount) {
        return amount == null ? 0 : amount;
    }
}
