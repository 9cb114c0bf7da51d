package io.isobar.bench.optimum;

import io.isobar.broker.capacity.Amount;
import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.FederationView;
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
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.market.Offer;
import io.isobar.broker.placement.Asked;
import io.isobar.broker.placement.Candidate;
import io.isobar.broker.placement.Holdings;
import io.isobar.broker.placement.Neighbours;
import io.isobar.broker.placement.PlacementEngine;
import io.isobar.broker.placement.PlacementIndex;
import io.isobar.broker.placement.PlacementService;
import io.isobar.broker.placement.PlacementService.Decided;
import io.isobar.broker.placement.Policy;
import io.isobar.broker.placement.WaitingLine;
import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.CpuRange;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.resource.Money;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.Billing;
import io.isobar.broker.workload.ComputeClass;
import io.isobar.broker.workload.DisconnectPolicy;
import io.isobar.broker.workload.GangRule;
import io.isobar.broker.workload.HostArchitecture;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.PlacementRules;
import io.isobar.broker.workload.Resources;
import io.isobar.broker.workload.RetryRule;
import io.isobar.broker.workload.Variant;
import io.isobar.broker.workload.Work;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Twenty empty pools of two to six nodes of eight, and thirty workloads of one to eight accelerators a replica that may run on two
 * to four of five models. All counts are powers of two, so that whatever fits in sum can be packed.
 */
final class Instance {
    static final int POOLS = 20;
    static final int WORKLOADS = 30;

    private static final AcceleratorCatalog CATALOG = AcceleratorCatalog.load();
    private static final Instant NOW = Instant.parse("2026-11-25T08:00:00Z");
    private static final Currency YUAN = Currency.getInstance("CNY");
    private static final int NODE = 8;
    private static final List<String> MODELS = List.of(
            "nvidia-a100-sxm4-80gb", "nvidia-h100-sxm5-80gb", "nvidia-h20-96gb", "huawei-ascend-910b2", "nvidia-l40s");

    private final PlacementEngine engine =
            new PlacementEngine(new Policy(CATALOG, ExchangeRates.none(YUAN), YUAN, "bench"));
    private final List<PoolReport> pools = new ArrayList<>();
    private final List<WorkloadSpec> workloads = new ArrayList<>();
    private final Random random;

    /** {@code load} is the share of all accelerators that is asked for, about. */
    Instance(long seed, double load) {
        random = new Random(seed);
        int free = 0;
        for (int i = 0; i < POOLS; i++) {
            int nodes = 2 + random.nextInt(5);
            pools.add(pool(i, nodes));
            free += nodes * NODE;
        }
        // Sizes are drawn until the sum is near the load.
        double mean = load * free / WORKLOADS;
        for (int i = 0; i < WORKLOADS; i++) {
            workloads.add(workload(i, mean));
        }
    }

    int units(int pool) {
        return (int) pools.get(pool).capacity().freeUnits();
    }

    int units(WorkloadSpec spec) {
        return spec.resources().accelerators().getFirst().count() * spec.replicas();
    }

    List<WorkloadSpec> workloads() {
        return workloads;
    }

    /** What a workload costs on a pool that it has for itself, in millionths; negative: it does not run there. */
    long bill(WorkloadSpec spec, int pool) {
        var decision = engine.decide(view(List.of(pools.get(pool))), Asked.of(spec), NOW);
        return decision.placed() && decision.chosen().total() != null
                ? decision.chosen().total().micros()
                : -1;
    }

    /** What all of them cost, each at its cheapest in turn; negative: one of them finds no room. */
    long inTurn() {
        var book = book(pools);
        var index = new PlacementIndex(engine, book);
        long sum = 0;
        for (var spec : workloads) {
            var choice = index.choose(Asked.of(spec), NOW);
            if (choice.isEmpty()) {
                return -1;
            }
            var candidate = choice.get();
            book.deduct(spec.name(), candidate.pool(), candidate.shape(), candidate.replicas());
            sum += total(candidate);
        }
        return sum;
    }

    /** What all of them cost as the leader places them in one round; negative: one of them finds no room. */
    long inOneRound() {
        var line = new WaitingLine();
        var ids = new Random(1);
        for (int i = 0; i < WORKLOADS; i++) {
            line.put(Workload.accepted(WorkloadId.random(ids), workloads.get(i), NOW.plusMillis(i)));
        }
        var decided = new ArrayList<Decided>();
        new PlacementService(engine).round(line, book(pools), new Holdings(), Neighbours.NONE, NOW, decided::add);
        long sum = 0;
        for (var one : decided) {
            if (one instanceof Decided.Waits) {
                return -1;
            }
            sum += total(one.decision().chosen());
        }
        return sum;
    }

    private static long total(Candidate candidate) {
        var total = candidate.total();
        if (total == null) {
            throw new IllegalStateException("the bill of " + candidate.pool() + " is not known");
        }
        return total.micros();
    }

    private static FederationView view(List<PoolReport> pools) {
        return book(pools).view();
    }

    private static CapacityBook book(List<PoolReport> pools) {
        var book = new CapacityBook();
        for (var pool : pools) {
            var region = pool.key().region();
            book.connected(
                    new RegionFacts(
                            region,
                            "provider",
                            Place.UNKNOWN,
                            RegionFacts.Manager.SIMULATED,
                            ComputeClass.INTELLIGENT,
                            "bench"),
                    NOW);
            book.report(pool, NOW);
            book.synchronised(region, Set.of(pool.key().pool()));
        }
        return book;
    }

    private PoolReport pool(int number, int nodes) {
        var model = CATALOG.find(MODELS.get(number % MODELS.size())).orElseThrow();
        double price = (6 + 3 * random.nextDouble()) * (1 + 0.6 * random.nextGaussian() * random.nextDouble());
        var offer = new Offer(
                BillingMode.ON_DEMAND,
                Offer.Unit.CARD_HOUR,
                new Money(Math.max(10_000, Math.round(price * 100) * 10_000), YUAN),
                null);
        return new PoolReport(
                new PoolKey(new RegionName("region-" + number), "pool"),
                new PoolFacts(
                        new PoolAccelerator(
                                model.name(),
                                model,
                                model.unitKind(),
                                model.memoryPerUnit().orElse(null),
                                ""),
                        HostArchitecture.X86_64,
                        List.of(new PoolFacts.InstalledStack(model.stack(), null, null)),
                        "leaf",
                        true),
                1,
                NOW,
                Duration.ofHours(1),
                new Histogram(
                        List.of(new NodeBucket(nodes, new Amount(NODE, NODE), new Amount(128_000, 128_000), null))),
                0,
                List.of(offer));
    }

    private WorkloadSpec workload(int number, double mean) {
        int units = 1 << random.nextInt(4);
        int replicas = Math.max(1, (int) Math.round(mean * (0.5 + random.nextDouble()) / units));
        var models = new ArrayList<>(MODELS);
        while (models.size() > 4 || (models.size() > 2 && random.nextBoolean())) {
            models.remove(random.nextInt(models.size()));
        }
        return new WorkloadSpec(
                "w-" + number,
                WorkloadSpec.DEFAULT_TENANT,
                Map.of(),
                ComputeClass.INTELLIGENT,
                0,
                replicas,
                new GangRule(replicas, null, false),
                new Resources(
                        models.stream()
                                .<AcceleratorChoice>map(id -> new AcceleratorChoice.Named(id, id, units, null))
                                .toList(),
                        false,
                        CpuRange.atLeast(Cpu.ofCores(1)),
                        null),
                List.of(variant(SoftwareStack.CUDA), variant(SoftwareStack.CANN)),
                List.of(),
                new Work(1 + random.nextInt(100), models.getFirst(), models.getFirst(), null),
                List.of(),
                null,
                PlacementRules.NONE,
                random.nextInt(3) == 0
                        ? new Objective(Objective.Kind.COST, new Money(20_000_000L * units * replicas, YUAN), null)
                        : Objective.CHEAPEST,
                Billing.ON_DEMAND,
                RetryRule.USUAL,
                DisconnectPolicy.STOP_AND_REPLACE,
                null,
                null);
    }

    private static Variant variant(SoftwareStack stack) {
        return new Variant(stack, null, List.of("run"), Map.of(), List.of(), null, null);
    }
}
