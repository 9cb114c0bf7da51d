package io.isobar.bench.learning;

import io.isobar.broker.capacity.Amount;
import io.isobar.broker.capacity.Histogram;
import io.isobar.broker.capacity.NodeBucket;
import io.isobar.broker.capacity.Place;
import io.isobar.broker.capacity.PoolAccelerator;
import io.isobar.broker.capacity.PoolFacts;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.PoolReport;
import io.isobar.broker.capacity.RegionFacts;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.fencing.SilenceRule;
import io.isobar.broker.leader.Coordinator;
import io.isobar.broker.leader.Event;
import io.isobar.broker.leader.Outcome;
import io.isobar.broker.learning.Corrections;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Command;
import io.isobar.broker.lifecycle.Report;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.market.Offer;
import io.isobar.broker.network.Network;
import io.isobar.broker.placement.Candidate;
import io.isobar.broker.placement.CarbonRules;
import io.isobar.broker.placement.Exploration;
import io.isobar.broker.placement.Hazards;
import io.isobar.broker.placement.PlacementEngine;
import io.isobar.broker.placement.PlacementService;
import io.isobar.broker.placement.Policy;
import io.isobar.broker.placement.Tenants;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.resource.Money;
import io.isobar.broker.session.LogFeed;
import io.isobar.broker.session.RegionLink;
import io.isobar.broker.workload.ComputeClass;
import io.isobar.broker.workload.HostArchitecture;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Random;
import java.util.Set;

/**
 * A leader with a region of each model, which has more accelerators than are ever asked for. The leader, its placement and what it
 * learns are the broker's; the regions admit at once, and a run is over when the caller says so.
 */
final class Federation {
    private static final Currency USD = Currency.getInstance("USD");
    private static final int NODES = 2_000;

    private final Coordinator coordinator;
    private final AcceleratorCatalog catalog;
    private final Queue<Command> commands = new ArrayDeque<>();
    private final Random ids;

    /** Where a workload was placed, and by which candidate. */
    record Placed(AttemptId attempt, Model model, Candidate chosen) {}

    Federation(AcceleratorCatalog catalog, Exploration exploration, long seed, Instant now) {
        this.catalog = catalog;
        this.ids = new Random(seed);
        this.coordinator = new Coordinator(new PlacementService(new PlacementEngine(new Policy(
                catalog,
                ExchangeRates.none(USD),
                USD,
                Network.UNKNOWN,
                Hazards.DEFAULT,
                Tenants.EQUAL,
                "bench",
                Set.of(),
                CarbonRules.DEFAULT,
                Corrections.NONE,
                exploration))));
        for (var model : Model.values()) {
            var pool = pool(model);
            var facts = new RegionFacts(
                    pool.region(),
                    "provider",
                    new Place(null, null, null, null, null, null),
                    RegionFacts.Manager.SIMULATED,
                    ComputeClass.INTELLIGENT,
                    "bench");
            turn(
                    now,
                    new Event.Connected(facts, link(model)),
                    new Event.PoolReported(link(model), report(model, now), now),
                    new Event.Synchronised(pool.region(), link(model), Set.of(pool.pool()), Set.of()));
        }
    }

    private record Link(String id) implements RegionLink {
        @Override
        public void send(Command command) {
            throw new IllegalStateException("the caller takes what an outcome says");
        }

        @Override
        public void lease(SilenceRule rule, long fence) {}

        @Override
        public void notice(Reason reason, String message) {
            throw new IllegalStateException(reason + ": " + message);
        }

        @Override
        public LogFeed logs(AttemptId attempt, LogFeed.Wanted wanted, long from, boolean follow) {
            throw new UnsupportedOperationException("work that is simulated writes nothing");
        }

        @Override
        public void close(Reason reason, String why) {
            throw new IllegalStateException(reason + ": " + why);
        }
    }

    private static Link link(Model model) {
        return new Link(pool(model).region().value());
    }

    private static PoolKey pool(Model model) {
        return new PoolKey(new RegionName(model.name().toLowerCase(Locale.ROOT)), "cards");
    }

    private PoolReport report(Model model, Instant now) {
        var known = catalog.find(model.id).orElseThrow();
        var facts = new PoolFacts(
                new PoolAccelerator(
                        known.name(),
                        known,
                        known.unitKind(),
                        known.memoryPerUnit().orElse(null),
                        ""),
                HostArchitecture.X86_64,
                List.of(new PoolFacts.InstalledStack(known.stack(), null, "470.256")),
                null,
                true);
        // Nodes of one accelerator: nothing is ever stranded.
        var free = new Histogram(List.of(
                new NodeBucket(NODES, new Amount(1, 1), new Amount(16_000, 16_000), new Amount(1L << 36, 1L << 36))));
        var price = Money.parse(model.dollarsPerHour + " USD");
        return new PoolReport(
                pool(model),
                facts,
                1,
                now,
                Duration.ofDays(36_500),
                free,
                0,
                List.of(new Offer(BillingMode.ON_DEMAND, Offer.Unit.CARD_HOUR, price, null)));
    }

    /** Submits a workload, which is placed and begins to run at once. */
    Placed submit(WorkloadSpec spec, Instant now) {
        var id = WorkloadId.random(ids);
        var outcome = turn(now, new Event.Accepted(Workload.accepted(id, spec, now)));
        var decision = outcome.changes().decisions().values().stream().findFirst();
        if (decision.isEmpty() || !decision.get().placed()) {
            throw new IllegalStateException(spec.name() + " was not placed: " + decision);
        }
        var chosen = decision.get().chosen();
        for (var command = commands.poll(); command != null; command = commands.poll()) {
            obey(command, now);
        }
        var model = Model.valueOf(chosen.pool().region().value().toUpperCase(Locale.ROOT));
        return new Placed(outcome.changes().attempts().keySet().iterator().next(), model, chosen);
    }

    private void obey(Command command, Instant now) {
        switch (command) {
            case Command.Reserve reserve ->
                turn(
                        now,
                        new Event.Admitted(
                                reserve.region(),
                                link(reserve.region()),
                                reserve.attempt().id(),
                                2));
            case Command.Launch launch ->
                report(launch.region(), launch.attempt().id(), Report.Phase.RUNNING, now, null, now);
            case Command.Forget _ -> {}
            case Command.Stop stop -> throw new IllegalStateException("nobody asked for " + stop);
        }
    }

    private static Link link(RegionName region) {
        return new Link(region.value());
    }

    private Outcome report(
            RegionName region,
            AttemptId attempt,
            Report.Phase phase,
            Instant began,
            Report.@org.jspecify.annotations.Nullable RegionEnd end,
            Instant now) {
        long number = end == null ? 1 : 2;
        return turn(now, new Event.Reported(link(region), new Report(region, attempt, phase, number, began, end, 2)));
    }

    /** It has done its work. */
    void ends(Placed placed, Instant began, Instant now) {
        var end = new Report.RegionEnd(Reason.EXIT_ZERO, 0, "done", now);
        var outcome = report(placed.chosen().pool().region(), placed.attempt(), Report.Phase.ENDED, began, end, now);
        var after = outcome.changes().workloads().get(placed.attempt().workload());
        if (after == null || !(after.state() instanceof WorkloadState.Succeeded)) {
            throw new IllegalStateException(placed.attempt() + " did not succeed: " + after);
        }
    }

    private Outcome turn(Instant now, Event... events) {
        var outcome = coordinator.turn(List.of(events), now);
        if (!outcome.faults().isEmpty()) {
            throw new IllegalStateException(outcome.faults().toString());
        }
        for (var message : new ArrayList<>(outcome.messages())) {
            if (message instanceof Outcome.Message.Send send) {
                commands.add(send.command());
            } else {
                throw new IllegalStateException("a region was told " + message);
            }
        }
        return outcome;
    }
}
