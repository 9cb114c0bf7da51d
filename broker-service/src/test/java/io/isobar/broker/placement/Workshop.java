package io.isobar.broker.placement;

import static io.isobar.broker.samples.Pools.NOW;
import static io.isobar.broker.samples.Pools.machine;
import static io.isobar.broker.samples.Pools.region;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.network.Network;
import io.isobar.broker.placement.PlacementService.Decided;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.resource.Money;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One machine of many cores that tenants share, where work ends when it should. */
final class Workshop {
    final List<String> order = new ArrayList<>();
    /** Why what was stopped was. */
    final List<Reason> stopped = new ArrayList<>();

    final List<Integer> stoppedPriorities = new ArrayList<>();
    /** Is told before what gives back quota is gone. */
    Consumer<Occupant> onReclaim = occupant -> {};

    boolean restartable = true;
    final Map<String, Double> coreHours = new HashMap<>();
    Instant now = NOW;

    private final int cores;
    private final Random random;
    private final CapacityBook book = new CapacityBook();
    private WaitingLine line = new WaitingLine();
    private final Map<WorkloadId, Duration> lengths = new HashMap<>();
    private final PriorityQueue<Running> running = new PriorityQueue<>(java.util.Comparator.comparing(Running::end)
            .thenComparing(one -> one.attempt().toString()));
    private final Map<WorkloadId, Decision> why = new HashMap<>();
    private final Neighbours living = new Neighbours() {
        @Override
        public Map<String, Integer> of(String tenant, String name) {
            return Map.of();
        }

        @Override
        public List<Occupant> in(PoolKey pool) {
            return running.stream().map(Workshop.this::occupant).toList();
        }
    };
    private PlacementService service;
    private Holdings holdings;
    private long reports;

    private record Running(AttemptId attempt, Workload workload, Instant since, Instant end) {
        WorkloadSpec spec() {
            return workload.spec();
        }
    }

    Workshop(int cores, Tenants tenants, long seed) {
        this.cores = cores;
        this.random = new Random(seed);
        this.service = service(tenants);
        this.holdings = service.holdings(book);
        var facts = region("east");
        book.connected(facts, now);
        report();
        book.synchronised(facts.name(), Set.of("machine"));
    }

    static PlacementService service(Tenants tenants) {
        var currency = Currency.getInstance("CNY");
        return new PlacementService(new PlacementEngine(new Policy(
                Pools.CATALOG,
                ExchangeRates.none(currency),
                currency,
                Network.UNKNOWN,
                Hazards.DEFAULT,
                tenants,
                "test",
                Set.of())));
    }

    /** Work of a tenant on so many cores, in the order of submission. */
    void submit(String tenant, int count, int each, Duration length) {
        submit(tenant, count, each, length, 0);
    }

    void submit(String tenant, int count, int each, Duration length, int priority) {
        var spec = Specs.but(Specs.of(tenant, Specs.command(each)), draft -> draft.priority = priority);
        for (int i = 0; i < count; i++) {
            var id = WorkloadId.random(random);
            lengths.put(id, length);
            line.put(Workload.accepted(id, spec, NOW.plusMillis(lengths.size())));
        }
    }

    long held(String name) {
        return holdings.totalOf(name).millicpus() / 1_000;
    }

    /** By work of that priority or a higher one. */
    long heldFrom(String tenant, int priority) {
        return running.stream()
                .filter(one -> one.spec().tenant().equals(tenant) && one.spec().priority() >= priority)
                .mapToLong(one -> one.spec().resources().cpus().minimum().millis() / 1_000)
                .sum();
    }

    Stream<WorkloadSpec> waitingSpecs(String tenant) {
        return line.byTenant().getOrDefault(tenant, List.of()).stream()
                .map(waiting -> waiting.workload().spec());
    }

    /** Why the first in the line of a tenant waits. */
    String why(String tenant) {
        var waiting = Objects.requireNonNull(line.byTenant().get(tenant));
        var first = waiting.getFirst().workload().id();
        return Objects.requireNonNull(why.get(first)).summary();
    }

    /** What a person is told of so much more. */
    String inWords(String tenant, long millicpus) {
        return service.allowance(tenant, holdings)
                .objection(tenant, new Holdings.Sum(0, millicpus, 0))
                .orElseThrow()
                .evidence();
    }

    /** Rounds, and whoever is stopped is gone, until nobody is. */
    void settle() {
        int before = -1;
        for (int turn = 0; stopped.size() > before; turn++) {
            if (turn == 1_000) {
                throw new AssertionError("work is stopped for ever");
            }
            before = stopped.size();
            place();
        }
    }

    long waiting(String tenant) {
        return line.byTenant().getOrDefault(tenant, List.of()).size();
    }

    void place() {
        report();
        holdings.advance(now);
        boolean again = true;
        while (again) {
            again = service.round(line, book, holdings, living, now, this::take);
        }
    }

    private void take(Decided decided) {
        switch (decided) {
            case Decided.Placed placed -> start(placed);
            case Decided.Waits waits -> why.put(waits.workload().id(), waits.decision());
            case Decided.Preempts preempts -> {
                why.put(preempts.workload().id(), preempts.decision());
                for (var victim : preempts.victims()) {
                    stop(victim, preempts.reclaimed().contains(victim) ? Reason.QUOTA_RECLAIMED : Reason.PREEMPTED);
                }
            }
        }
    }

    /** It is gone at once, and waits again. */
    private void stop(AttemptId victim, Reason reason) {
        var one = running.stream()
                .filter(runs -> runs.attempt().equals(victim))
                .findFirst()
                .orElseThrow();
        if (reason == Reason.QUOTA_RECLAIMED) {
            onReclaim.accept(occupant(one));
        }
        running.remove(one);
        stopped.add(reason);
        stoppedPriorities.add(one.spec().priority());
        end(one);
        line.put(one.workload());
    }

    private Occupant occupant(Running one) {
        return new Occupant(
                one.attempt(),
                one.spec().tenant(),
                PlacementEngine.shapeOf(one.spec(), 0),
                1,
                one.spec().priority(),
                Money.parse("1 CNY"),
                null,
                one.since(),
                null,
                false,
                restartable,
                null);
    }

    private void start(Decided.Placed placed) {
        var workload = placed.workload();
        line.remove(workload.id());
        why.remove(workload.id());
        order.add(workload.spec().tenant());
        running.add(new Running(
                new AttemptId(workload.id(), 1),
                workload,
                now,
                now.plus(Objects.requireNonNull(lengths.get(workload.id())))));
    }

    /** Until the next work ends; false: nothing runs. */
    boolean pass() {
        var next = running.poll();
        if (next == null) {
            return false;
        }
        now = next.end();
        holdings.advance(now);
        end(next);
        return true;
    }

    private void end(Running one) {
        holdings.give(one.attempt().toString());
        book.release(one.attempt().toString());
        var took = one.spec().resources().cpus().minimum().millis() / 1_000.0;
        coreHours.merge(
                one.spec().tenant(), took * Duration.between(one.since(), now).toSeconds() / 3_600, Double::sum);
    }

    /** A new leader takes up what was durable: what was used, and what runs. */
    void restart(Tenants tenants, Map<String, Used> durable) {
        service = service(tenants);
        holdings = service.holdings(book);
        holdings.recall(durable);
        var waiting = line.byTenant().values();
        line = new WaitingLine();
        waiting.forEach(all -> all.forEach(one -> line.put(one.workload())));
        for (var one : running) {
            var shape = PlacementEngine.shapeOf(one.spec(), 0);
            holdings.take(one.attempt().toString(), one.spec().tenant(), Pools.key("east", "machine"), shape, 1);
        }
    }

    /** Into what is durable. */
    void keepUsed(Map<String, Used> durable) {
        holdings.takeUsed()
                .forEach((tenant, now) ->
                        now.ifPresentOrElse(used -> durable.put(tenant, used), () -> durable.remove(tenant)));
    }

    /** As if nothing had been given away: what was is deducted from it. */
    private void report() {
        book.report(machine("east", ++reports, cores, cores), now);
    }
}
