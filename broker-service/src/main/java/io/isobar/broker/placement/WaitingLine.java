package io.isobar.broker.placement;

import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.workload.WorkloadId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The workloads that wait for a place: a line for each tenant, by priority, then by submission. Equal requests share one {@link Shape}, so that a
 * thousand of them that cannot be placed are judged once. Not safe for concurrent use.
 */
public final class WaitingLine {
    private static final Comparator<Ticket> ORDER = Comparator.comparingInt(Ticket::priority)
            .reversed()
            .thenComparing(Ticket::submittedAt)
            .thenComparing(ticket -> ticket.id().value());

    private final Map<String, NavigableMap<Ticket, Waiting>> lines = new HashMap<>();
    private final Map<WorkloadId, Ticket> tickets = new HashMap<>();
    private final Map<Object, Shape> shapes = new HashMap<>();

    private record Ticket(String tenant, int priority, Instant submittedAt, WorkloadId id) {}

    /** A workload that waits. */
    record Waiting(Workload workload, Shape shape) {}

    /** What equal requests have in common: the last judgement on them. */
    static final class Shape {
        private int members;
        private long judgedAt = -1;
        /** By the vicinity that they were made in: what differs only in labels or in its name may have other neighbours. */
        private final Map<Vicinity, Decision> verdicts = new HashMap<>();

        private Backfill.@Nullable Able able;
        private long exhaustedIn = -1;
        private long soughtAt = -1;
        private int soughtPriority;

        /** The decision, where none of what could change it has changed since. */
        @Nullable
        Decision verdictAt(long gains, Vicinity vicinity) {
            return judgedAt == gains ? verdicts.get(vicinity) : null;
        }

        /** Pools that could be kept for it; null: nobody looked yet. */
        Backfill.@Nullable Able able() {
            return able;
        }

        void able(Backfill.Able found) {
            able = found;
        }

        /** The last round of placement in which all these pools were kept for others; -1: there was none. */
        long exhaustedIn() {
            return exhaustedIn;
        }

        void exhaustedIn(long round) {
            exhaustedIn = round;
        }

        /** Nobody could be stopped for the quota of one of that priority or a higher one, and nothing that could change it has changed. */
        boolean soughtInVain(long gains, int priority) {
            return soughtAt == gains && priority <= soughtPriority;
        }

        void foundNobody(long gains, int priority) {
            soughtPriority = soughtAt == gains ? Math.max(soughtPriority, priority) : priority;
            soughtAt = gains;
        }

        void cannotBePlaced(long gains, Vicinity vicinity, Decision decision) {
            if (judgedAt != gains) {
                verdicts.clear();
                judgedAt = gains;
            }
            verdicts.put(vicinity, decision);
        }
    }

    /** Puts a workload in its place, or its newer state. */
    public void put(Workload workload) {
        remove(workload.id());
        var ticket =
                new Ticket(workload.spec().tenant(), workload.spec().priority(), workload.submittedAt(), workload.id());
        var shape = shapes.computeIfAbsent(shapeOf(workload), key -> new Shape());
        shape.members++;
        tickets.put(workload.id(), ticket);
        lines.computeIfAbsent(ticket.tenant(), tenant -> new TreeMap<>(ORDER))
                .put(ticket, new Waiting(workload, shape));
    }

    public void remove(WorkloadId id) {
        var ticket = tickets.remove(id);
        if (ticket == null) {
            return;
        }
        var line = lineOf(ticket);
        var waiting = line.remove(ticket);
        if (line.isEmpty()) {
            lines.remove(ticket.tenant());
        }
        if (waiting != null && --waiting.shape().members == 0) {
            shapes.remove(shapeOf(waiting.workload()));
        }
    }

    private NavigableMap<Ticket, Waiting> lineOf(Ticket ticket) {
        return lines.getOrDefault(ticket.tenant(), new TreeMap<>(ORDER));
    }

    boolean isWaiting(WorkloadId id) {
        return tickets.containsKey(id);
    }

    Optional<Waiting> find(WorkloadId id) {
        var ticket = tickets.get(id);
        return ticket == null
                ? Optional.empty()
                : Optional.ofNullable(lineOf(ticket).get(ticket));
    }

    /** Where it stands in its tenant's line, and how long that line is. */
    public record Position(int place, int length) {}

    public Optional<Position> positionOf(WorkloadId id) {
        var ticket = tickets.get(id);
        if (ticket == null) {
            return Optional.empty();
        }
        var line = lineOf(ticket);
        return Optional.of(new Position(line.headMap(ticket).size() + 1, line.size()));
    }

    public int size() {
        return tickets.size();
    }

    /** When the first pause ends of those that wait out one; null: nobody does. */
    public @Nullable Instant nextPauseEnd(Instant now) {
        Instant first = null;
        for (var line : lines.values()) {
            for (var waiting : line.values()) {
                var end = waiting.workload().notBefore();
                if (end != null && end.isAfter(now) && (first == null || end.isBefore(first))) {
                    first = end;
                }
            }
        }
        return first;
    }

    /** The line of each tenant as it is now. */
    Map<String, List<Waiting>> byTenant() {
        var copy = new HashMap<String, List<Waiting>>();
        lines.forEach((tenant, line) -> copy.put(tenant, new ArrayList<>(line.values())));
        return copy;
    }

    private static Object shapeOf(Workload workload) {
        return new Key(RequestShape.of(workload.remaining()), workload.avoided());
    }

    private record Key(RequestShape spec, Set<String> avoided) {}
}
