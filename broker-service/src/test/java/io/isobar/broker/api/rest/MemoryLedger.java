package io.isobar.broker.api.rest;

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
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.placement.Decision;
import io.isobar.broker.placement.Used;
import io.isobar.broker.wire.DecisionCodec;
import io.isobar.broker.workload.WorkloadId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A ledger that forgets, for tests of what lies above it. It can be told to be away. */
public final class MemoryLedger implements Ledger {
    private final LinkedHashMap<WorkloadId, Workload> workloads = new LinkedHashMap<>();
    private final LinkedHashMap<AttemptId, Attempt> attempts = new LinkedHashMap<>();
    private final Map<AttemptId, String> decisions = new HashMap<>();
    private final Map<AttemptId, byte[]> inputs = new HashMap<>();
    private final Map<String, Used> used = new HashMap<>();
    private final Map<Trial, Integer> trials = new LinkedHashMap<>();
    private final Map<RunKind, Tally> learned = new HashMap<>();
    private final Map<PoolKey, PoolTally> pools = new HashMap<>();
    private final Map<Reservation.Key, Reservation> reservations = new HashMap<>();
    private final Map<String, KnownRegion> regions = new HashMap<>();
    private final Map<String, List<String>> requests = new HashMap<>();
    private final Function<Decision, byte[]> inputsOf;
    private volatile boolean away;
    private int lost;

    /** One that keeps no inputs of decisions. */
    public MemoryLedger() {
        this(decision -> new byte[0]);
    }

    MemoryLedger(Function<Decision, byte[]> inputsOf) {
        this.inputsOf = inputsOf;
    }

    public void away(boolean isAway) {
        away = isAway;
    }

    /** The next workloads are stored, and whoever stores them does not hear so. */
    public synchronized void loseAnswers(int number) {
        lost = number;
    }

    @Override
    public synchronized Acceptance accept(Workload workload, Request request) {
        var acceptance = note(request, workload.id().value());
        if (acceptance instanceof Acceptance.New) {
            workloads.put(workload.id(), workload);
        }
        if (lost > 0) {
            lost--;
            throw new Failure(Reason.DATABASE_UNAVAILABLE, "the connection broke");
        }
        return acceptance;
    }

    @Override
    public synchronized Acceptance note(Request request, String subject) {
        ping();
        var before = requests.putIfAbsent(request.id(), List.of(request.fingerprint(), subject));
        if (before == null) {
            return new Acceptance.New();
        }
        return before.getFirst().equals(request.fingerprint())
                ? new Acceptance.Repeated(before.getLast())
                : new Acceptance.Reused();
    }

    @Override
    public synchronized void commit(Changes changes) {
        ping();
        workloads.putAll(changes.workloads());
        attempts.putAll(changes.attempts());
        regions.putAll(changes.regions());
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
            decisions.put(
                    id,
                    DecisionCodec.toJson(
                            DecisionCodec.toProto(id.toString(), id.workload().value(), decision)));
            inputs.put(id, inputsOf.apply(decision));
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
        return Map.copyOf(pools);
    }

    @Override
    public synchronized Map<Trial, Integer> trials() {
        return Map.copyOf(trials);
    }

    @Override
    public synchronized Map<RunKind, Tally> learned() {
        return Map.copyOf(learned);
    }

    @Override
    public synchronized List<Reservation> reservations() {
        return reservations.values().stream()
                .sorted(Comparator.comparing(Reservation::pool).thenComparing(Reservation::name))
                .toList();
    }

    @Override
    public synchronized Map<String, Used> used() {
        return Map.copyOf(used);
    }

    @Override
    public synchronized Optional<Workload> workload(WorkloadId id) {
        ping();
        return Optional.ofNullable(workloads.get(id));
    }

    @Override
    public synchronized Optional<Workload> newest(String name) {
        ping();
        return List.copyOf(workloads.values()).reversed().stream()
                .filter(workload -> workload.spec().name().equals(name))
                .findFirst();
    }

    @Override
    public synchronized Page<Workload> workloads(
            @Nullable String tenant, Set<String> states, @Nullable String after, int size) {
        ping();
        return page(
                List.copyOf(workloads.values()).reversed().stream()
                        .filter(w -> tenant == null || w.spec().tenant().equals(tenant))
                        .filter(w -> states.isEmpty()
                                || states.contains(
                                        w.state().getClass().getSimpleName().toUpperCase(Locale.ROOT)))
                        .toList(),
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
                new ArrayList<>(attempts.values())
                        .reversed().stream()
                                .filter(a ->
                                        workload == null || a.id().workload().equals(workload))
                                .filter(a -> region == null
                                        || a.assignment()
                                                .pool()
                                                .region()
                                                .value()
                                                .equals(region))
                                .toList(),
                after,
                size);
    }

    private static <T> Page<T> page(List<T> all, @Nullable String after, int size) {
        int from = after == null ? 0 : Integer.parseInt(after);
        int to = Math.min(all.size(), from + size);
        return new Page<>(all.subList(from, to), to < all.size() ? Integer.toString(to) : null);
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
    public int forgetRequestsBefore(Instant time) {
        return 0;
    }

    @Override
    public void ping() {
        if (away) {
            throw new Failure(Reason.DATABASE_UNAVAILABLE, "the database does not answer");
        }
    }
}
