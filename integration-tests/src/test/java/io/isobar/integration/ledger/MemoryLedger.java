package io.isobar.integration.ledger;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.Reservation;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.learning.PoolTally;
import io.isobar.broker.learning.RunKind;
import io.isobar.broker.learning.Tally;
import io.isobar.broker.learning.Trial;
import io.isobar.broker.ledger.Acceptance;
import io.isobar.broker.ledger.Changes;
import io.isobar.broker.ledger.KnownRegion;
import io.isobar.broker.ledger.Ledger;
import io.isobar.broker.ledger.Page;
import io.isobar.broker.ledger.Request;
import io.isobar.broker.ledger.postgres.Documents;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.placement.Used;
import io.isobar.broker.workload.WorkloadId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A ledger for tests and simulations: forgets everything with its process, and answers as {@link LedgerContract} says. */
public final class MemoryLedger implements Ledger {
    private record Done(Request request, String subject, Instant at) {}

    private final InstantSource clock;
    private final Documents documents;
    private final Map<String, Done> requests = new HashMap<>();
    private final Map<WorkloadId, Workload> workloads = new LinkedHashMap<>();
    private final Map<AttemptId, Attempt> attempts = new LinkedHashMap<>();
    private final Map<AttemptId, String> decisions = new HashMap<>();
    private final Map<AttemptId, byte[]> inputs = new HashMap<>();
    private final Map<String, Used> used = new LinkedHashMap<>();
    private final Map<Trial, Integer> trials = new LinkedHashMap<>();
    private final Map<RunKind, Tally> learned = new LinkedHashMap<>();
    private final Map<PoolKey, PoolTally> pools = new LinkedHashMap<>();
    private final Map<Reservation.Key, Reservation> reservations = new HashMap<>();
    private final Map<String, KnownRegion> regions = new TreeMap<>();

    public MemoryLedger(InstantSource clock, Documents documents) {
        this.clock = clock;
        this.documents = documents;
    }

    @Override
    public synchronized Acceptance accept(Workload workload, Request request) {
        var before = requests.get(request.id());
        if (before == null && workloads.containsKey(workload.id())) {
            throw new Failure(Reason.INTERNAL, "two workloads have the id " + workload.id());
        }
        var acceptance = note(request, workload.id().value());
        if (acceptance instanceof Acceptance.New) {
            workloads.put(workload.id(), workload);
        }
        return acceptance;
    }

    @Override
    public synchronized Acceptance note(Request request, String subject) {
        var before = requests.putIfAbsent(request.id(), new Done(request, subject, clock.instant()));
        if (before == null) {
            return new Acceptance.New();
        }
        return before.request().equals(request) ? new Acceptance.Repeated(before.subject()) : new Acceptance.Reused();
    }

    @Override
    public synchronized void commit(Changes changes) {
        for (var attempt : changes.attempts().keySet()) {
            if (!workloads.containsKey(attempt.workload())) {
                throw new Failure(Reason.INTERNAL, "an attempt of a workload that was never accepted: " + attempt);
            }
        }
        regions.putAll(changes.regions());
        changes.attempts()
                .forEach((id, next) -> attempts.merge(id, next, (held, given) -> held.isLive() ? given : held));
        changes.workloads()
                .forEach((id, next) ->
                        workloads.computeIfPresent(id, (same, held) -> held.version() <= next.version() ? next : held));
        changes.pools()
                .forEach((pool, next) -> next.ifPresentOrElse(
                        tally -> pools.merge(
                                pool, tally, (held, newer) -> held.asOf().isAfter(newer.asOf()) ? held : newer),
                        () -> pools.remove(pool)));
        changes.trials().forEach((trial, ended) -> {
            int before = trials.getOrDefault(trial, 0);
            if (ended == 0) {
                trials.remove(trial);
            } else if (ended > before) {
                trials.remove(trial);
                trials.put(trial, ended);
            }
        });
        changes.learned().forEach((kind, next) -> {
            if (next.runs() == 0) {
                learned.remove(kind);
            } else {
                learned.merge(kind, next, (held, newer) -> held.runs() > newer.runs() ? held : newer);
            }
        });
        changes.reservations()
                .forEach((key, next) ->
                        next.ifPresentOrElse(there -> reservations.put(key, there), () -> reservations.remove(key)));
        changes.used()
                .forEach((tenant, now) -> now.ifPresentOrElse(
                        next -> used.merge(
                                tenant, next, (held, newer) -> held.asOf().isAfter(newer.asOf()) ? held : newer),
                        () -> used.remove(tenant)));
        changes.decisions().forEach((id, decision) -> {
            decisions.putIfAbsent(
                    id, documents.decision().of(id.toString(), id.workload().value(), decision));
            var bytes = documents.inputs().apply(decision);
            if (bytes.length > 0) {
                inputs.putIfAbsent(id, bytes);
            }
        });
    }

    @Override
    public synchronized List<Workload> live() {
        return workloads.values().stream()
                .filter(workload -> !workload.isOver())
                .toList();
    }

    @Override
    public synchronized List<KnownRegion> regions() {
        return List.copyOf(regions.values());
    }

    @Override
    public synchronized Map<PoolKey, PoolTally> pools() {
        return inOrder(pools, Comparator.comparing(PoolTally::asOf));
    }

    @Override
    public synchronized Map<Trial, Integer> trials() {
        return new LinkedHashMap<>(trials);
    }

    @Override
    public synchronized Map<RunKind, Tally> learned() {
        return inOrder(learned, Comparator.comparingLong(Tally::runs));
    }

    private static <K, V> Map<K, V> inOrder(Map<K, V> map, Comparator<V> order) {
        var sorted = new LinkedHashMap<K, V>();
        map.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(order))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    @Override
    public synchronized List<Reservation> reservations() {
        return reservations.values().stream()
                .sorted(Comparator.comparing(Reservation::pool).thenComparing(Reservation::name))
                .toList();
    }

    @Override
    public synchronized Map<String, Used> used() {
        return new LinkedHashMap<>(used);
    }

    @Override
    public synchronized Optional<Workload> workload(WorkloadId id) {
        return Optional.ofNullable(workloads.get(id));
    }

    @Override
    public synchronized Optional<Workload> newest(String name) {
        return newestFirst(workloads).stream()
                .filter(workload -> workload.spec().name().equals(name))
                .findFirst();
    }

    @Override
    public synchronized Page<Workload> workloads(
            @Nullable String tenant, Set<String> states, @Nullable String after, int size) {
        return page(
                workloads,
                workload -> (tenant == null || workload.spec().tenant().equals(tenant))
                        && (states.isEmpty()
                                || states.contains(workload.state()
                                        .getClass()
                                        .getSimpleName()
                                        .toUpperCase(Locale.ROOT))),
                after,
                size);
    }

    @Override
    public synchronized Optional<Attempt> attempt(AttemptId id) {
        return Optional.ofNullable(attempts.get(id));
    }

    @Override
    public synchronized Page<Attempt> attempts(
            @Nullable WorkloadId workload, @Nullable String region, @Nullable String after, int size) {
        return page(
                attempts,
                attempt -> (workload == null || attempt.id().workload().equals(workload))
                        && (region == null
                                || attempt.assignment().pool().region().value().equals(region)),
                after,
                size);
    }

    @Override
    public synchronized Optional<String> decision(AttemptId attempt) {
        return Optional.ofNullable(decisions.get(attempt));
    }

    @Override
    public synchronized Optional<byte[]> inputs(AttemptId attempt) {
        return Optional.ofNullable(inputs.get(attempt));
    }

    @Override
    public synchronized int forgetRequestsBefore(Instant time) {
        int before = requests.size();
        requests.values().removeIf(done -> done.at().isBefore(time));
        return before - requests.size();
    }

    @Override
    public void ping() {}

    private static <T> List<T> newestFirst(Map<?, T> items) {
        return new ArrayList<>(items.values()).reversed();
    }

    /** A place in a list is the number of items older than it: items are never removed, so it stays. */
    private static <T> Page<T> page(Map<?, T> all, Predicate<T> wanted, @Nullable String after, int size) {
        var oldestFirst = List.copyOf(all.values());
        var items = new ArrayList<T>();
        int last = after == null ? oldestFirst.size() : Integer.parseInt(after);
        for (int place = last - 1; place >= 0; place--) {
            if (!wanted.test(oldestFirst.get(place))) {
                continue;
            }
            if (items.size() == size) {
                return new Page<>(items, Integer.toString(last));
            }
            items.add(oldestFirst.get(place));
            last = place;
        }
        return new Page<>(items, null);
    }
}
