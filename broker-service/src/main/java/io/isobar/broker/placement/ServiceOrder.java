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
 * Who is served next in a round: the first in the line of the tenant that has the least now. Within a tenant, and between tenants
 * that have the same, the order of submission holds.
 */
final class ServiceOrder {
    private static final Comparator<Turn> LEAST_FIRST = Comparator.comparingDouble(Turn::share)
            .thenComparing(turn -> turn.head().workload().submittedAt())
            .thenComparing(turn -> turn.head().workload().id().value());

    private final ToDoubleFunction<String> shares;
    private final PriorityQueue<Turn> turns = new PriorityQueue<>(LEAST_FIRST);
    private @Nullable Turn served;

    private record Turn(String tenant, double share, Waiting head, Iterator<Waiting> rest) {}

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
