package io.isobar.broker.placement;

import io.isobar.broker.placement.WaitingLine.Waiting;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Who is served next in a round: who has the highest priority, whosever it is; of those the first in the line of the tenant that has
 * the least now. Between tenants that have the same, the order of submission holds.
 */
final class ServiceOrder {
    private static final Comparator<Turn> HIGHEST_THEN_LEAST = Comparator.comparingInt(Turn::priority)
            .reversed()
            .thenComparingDouble(Turn::share)
            .thenComparing(turn -> turn.head().workload().submittedAt())
            .thenComparing(turn -> turn.head().workload().id().value());

    private final ToDoubleFunction<String> shares;
    private final PriorityQueue<Turn> turns = new PriorityQueue<>(HIGHEST_THEN_LEAST);
    private @Nullable Turn served;

    private record Turn(String tenant, double share, Waiting head, Iterator<Waiting> rest) {
        int priority() {
            return head.workload().spec().priority();
        }
    }

    /** Lines that do not change while they are gone through, and what a tenant has at the moment. */
    ServiceOrder(Map<String, List<Waiting>> lines, ToDoubleFunction<String> shares) {
        this.shares = shares;
        lines.forEach((tenant, line) -> join(tenant, line.iterator()));
    }

    private void join(String tenant, Iterator<Waiting> rest) {
        if (rest.hasNext()) {
            turns.add(new Turn(tenant, shares.applyAsDouble(tenant), rest.next(), rest));
        }
    }

    /** Null: everyone was served. What was placed since the last call counts. */
    @Nullable
    Waiting next() {
        if (served != null) {
            join(served.tenant(), served.rest());
        }
        served = turns.poll();
        return served == null ? null : served.head();
    }
}
