package io.isobar.agent.admission;

import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.ForeignLoad;
import io.isobar.agent.inventory.Node;
import io.isobar.agent.inventory.NodeAmounts;
import io.isobar.agent.inventory.NodeName;
import io.isobar.agent.inventory.PoolProfile;
import io.isobar.agent.inventory.Resources;
import io.isobar.agent.packing.FreeDevices;
import io.isobar.agent.packing.FreeNode;
import io.isobar.agent.packing.Packing;
import io.isobar.agent.packing.Shape;
import io.isobar.agent.packing.WorkMix;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One pool: its nodes, what is held on each, and the histogram of what is free. */
final class PoolBook {
    /** The largest node that the guess at the work to come reckons with, until work has been seen. */
    private static final int USUAL_UNITS = 8;

    private final Map<NodeName, NodeBook> nodes = new TreeMap<>();
    private final CapacityHistogram histogram = new CapacityHistogram();
    private final ForeignSum foreign = new ForeignSum();
    /** The nodes that can take work, and no others. */
    private final Packing<NodeName> packing = new Packing<>(WorkMix.ofPowersOfTwo(USUAL_UNITS));

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
                packing.remove(book.node().name());
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

    /** Counts the demand, so that what is chosen later leaves room for its like. */
    void saw(Demand demand) {
        packing.saw(shape(demand), demand.replicas());
    }

    /** The nodes for the demand, or null where it does not fit now. Changes nothing. */
    @Nullable
    Placement place(Demand demand) {
        List<NodeName> chosen = packing.chooseGang(shape(demand), demand.replicas());
        return chosen.isEmpty() ? null : new Placement(demand, chosen);
    }

    private static Shape shape(Demand demand) {
        Resources one = demand.shape();
        return Shape.ofWhole(one.units(), one.millicpus(), one.memoryBytes());
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
            foreign.add(book.node().foreign());
            packing.put(book.node().name(), packed(book.free()));
        } else {
            packing.remove(book.node().name());
            unusable++;
        }
    }

    private void uncount(NodeBook book) {
        if (book.node().usable()) {
            histogram.remove(book.node().total(), book.free());
            foreign.remove(book.node().foreign());
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
        return new Refusal(Reason.INSUFFICIENT_CAPACITY, asked + ": room for " + now + " now" + othersTake(shape));
    }

    /** Of what is asked for. */
    private String othersTake(Resources shape) {
        ForeignLoad load = foreign.get();
        List<String> taken = new ArrayList<>();
        add(taken, shape.units(), load.units(), " units");
        add(taken, shape.millicpus(), load.millicpus(), " millicpus");
        add(taken, shape.memoryBytes(), load.memoryBytes(), " bytes");
        return taken.isEmpty() ? "" : "; in use by other work: " + String.join(", ", taken);
    }

    private static void add(List<String> taken, long asked, @Nullable Long load, String unit) {
        if (asked > 0 && load != null && load > 0) {
            taken.add(load + unit);
        }
    }

    PoolCapacity capacity(Instant now) {
        return new PoolCapacity(profile, sequence, now, histogram.buckets(), unusable, foreign.get());
    }

    /** All nodes of a pool are of one kind. What is not known takes only what needs none of it. */
    private static FreeNode packed(NodeAmounts free) {
        return new FreeNode(0, known(free.millicpus()), known(free.memoryBytes()), FreeDevices.whole(free.units()));
    }

    private static long known(@Nullable Long amount) {
        return amount == null ? 0 : amount;
    }
}
