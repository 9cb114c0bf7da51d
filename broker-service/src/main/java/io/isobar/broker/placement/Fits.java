package io.isobar.broker.placement;

import io.isobar.broker.capacity.Histogram;
import io.isobar.broker.placement.Terms.WayTerms;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.List;

/**
 * How much of a request starts on a pool, by the way to run it. What the bill knows of free capacity is in here: where two of these
 * are equal, so are the candidates.
 *
 * @param first replicas of the first way, and the nodes that they take
 * @param rest the same of all further ways
 */
record Fits(Start first, List<Start> rest) {
    /**
     * Of one way.
     *
     * @param replicas all, or as many as fit, but not fewer than the gang's minimum; 0: it does not start
     * @param nodes 0 where nothing is paid by the node
     */
    record Start(int replicas, long nodes) {
        static final Start NOT = new Start(0, 0);

        private static Start of(Histogram free, WayTerms way, WorkloadSpec spec, boolean byNode) {
            long room = free.room(way.shape(), spec.replicas());
            return room < spec.gang().minimum()
                    ? NOT
                    : new Start((int) room, byNode ? free.nodesFor(way.shape(), (int) room) : 0);
        }
    }

    static Fits of(Histogram free, List<WayTerms> ways, WorkloadSpec spec, boolean byNode) {
        var first = Start.of(free, ways.getFirst(), spec, byNode);
        if (ways.size() == 1) {
            return new Fits(first, List.of());
        }
        return new Fits(
                first,
                ways.stream()
                        .skip(1)
                        .map(way -> Start.of(free, way, spec, byNode))
                        .toList());
    }

    /** Equal, and quickly found to be, for most requests run in one way. */
    boolean sameAs(Fits other) {
        return first.replicas() == other.first.replicas()
                && first.nodes() == other.first.nodes()
                && (rest.isEmpty() ? other.rest.isEmpty() : rest.equals(other.rest));
    }

    boolean none() {
        for (var start : rest) {
            if (start.replicas() > 0) {
                return false;
            }
        }
        return first.replicas() == 0;
    }
}
