package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.catalog.Quantisation;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.resource.CarbonMass;
import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.CpuRange;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.resource.MemoryRange;
import io.isobar.broker.resource.Money;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.Billing;
import io.isobar.broker.workload.BuiltFor;
import io.isobar.broker.workload.Checkpoint;
import io.isobar.broker.workload.ComputeClass;
import io.isobar.broker.workload.DataSet;
import io.isobar.broker.workload.DisconnectPolicy;
import io.isobar.broker.workload.GangRule;
import io.isobar.broker.workload.HostArchitecture;
import io.isobar.broker.workload.LatencyRule;
import io.isobar.broker.workload.NeighbourRule;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.PlacementRules;
import io.isobar.broker.workload.PlacementRules.Spread;
import io.isobar.broker.workload.Resources;
import io.isobar.broker.workload.RetryRule;
import io.isobar.broker.workload.Variant;
import io.isobar.broker.workload.Work;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** A few requests of every kind, asked for again and again under other names. */
final class RandomRequests extends Dice {
    private static final int SHAPES = 10;

    private final RandomFederation federation;
    private final List<WorkloadSpec> shapes = new ArrayList<>();
    private int asked;

    RandomRequests(RandomGenerator random, RandomFederation federation) {
        super(random);
        this.federation = federation;
        for (int i = 0; i < SHAPES; i++) {
            shapes.add(shape());
        }
    }

    Asked next() {
        var spec = named(shapes.get(random.nextInt(SHAPES)), ++asked);
        return new Asked(spec, someRegions(), vicinity(spec));
    }

    /** Of a workload among others of the same tenant, which live anywhere and have rules of their own. */
    private Vicinity vicinity(WorkloadSpec spec) {
        if (random.nextBoolean()) {
            return Vicinity.crowded(spec, someRegions());
        }
        var residents = new Residents();
        var rules = List.of(new NeighbourRule(Map.of("app", pick("a", "b")), null, Spread.By.REGION));
        for (int i = random.nextInt(4); i > 0; i--) {
            var app = Map.of("app", pick("a", "b"));
            var other = Specs.but(spec, draft -> {
                draft.labels.putAll(app);
                draft.placement = PlacementRules.ofNeighbours(List.of(), random.nextBoolean() ? rules : List.of());
            });
            var names = federation.regionNames();
            residents.put(WorkloadId.random(random), other, Set.of(names.get(random.nextInt(names.size()))));
        }
        var asking = Specs.but(spec, draft -> {
            draft.labels.put("app", pick("a", "b"));
            draft.placement = PlacementRules.ofNeighbours(random.nextInt(3) == 0 ? rules : List.of(), List.of());
        });
        return Vicinity.of(asking, federation.book.view().regions(), new Neighbours() {
            @Override
            public Map<String, Integer> of(String tenant, String name) {
                return Map.of();
            }

            @Override
            public List<Occupant> in(PoolKey pool) {
                return List.of();
            }

            @Override
            public Residents residents(String tenant) {
                return residents;
            }
        });
    }

    private Set<String> someRegions() {
        return random.nextInt(4) > 0
                ? Set.of()
                : Set.copyOf(federation.regionNames().stream()
                        .filter(name -> random.nextBoolean())
                        .toList());
    }

    private WorkloadSpec shape() {
        boolean general = random.nextInt(8) == 0;
        int replicas = pick(1, 1, 2, 4);
        return new WorkloadSpec(
                "",
                WorkloadSpec.DEFAULT_TENANT,
                Map.of(),
                pick(ComputeClass.INTELLIGENT, ComputeClass.INTELLIGENT, ComputeClass.SUPER),
                0,
                replicas,
                new GangRule(1 + random.nextInt(replicas), null, random.nextInt(4) == 0),
                new Resources(
                        general ? List.of() : choices(),
                        random.nextBoolean(),
                        CpuRange.atLeast(Cpu.ofCores(1 + random.nextInt(16))),
                        orNull(new MemoryRange(Memory.ofGibibytes(64), null))),
                general ? List.of(variant(SoftwareStack.CPU)) : variants(),
                List.of(),
                orNull(work(), work(), work()),
                random.nextInt(4) == 0 ? data() : List.of(),
                orNull(
                        new Checkpoint("s3://here", null, Duration.ofMinutes(1), null),
                        new Checkpoint("s3://here", Duration.ofMinutes(10), null, Duration.ofMinutes(2))),
                rules(),
                new Objective(
                        pick(Objective.Kind.COST, Objective.Kind.COST, Objective.Kind.TIME, Objective.Kind.BALANCED),
                        orNull(Money.parse("10 CNY"), Money.parse("1 USD")),
                        random.nextInt(5) == 0
                                ? federation.now().plus(Duration.ofSeconds(3_500 + random.nextInt(20_000)))
                                : null,
                        orNull(Money.parse("500 CNY"), Money.parse("2000 USD"), Money.parse("0 EUR")),
                        random.nextInt(6) == 0 ? CarbonMass.parse(pick("1 kg", "10 kg", "1 t")) : null),
                pick(
                        Billing.ON_DEMAND,
                        new Billing(BillingMode.SPOT, null),
                        new Billing(Set.of(BillingMode.ON_DEMAND, BillingMode.SPOT), null)),
                RetryRule.USUAL,
                DisconnectPolicy.STOP_AND_REPLACE,
                null,
                null);
    }

    private List<AcceleratorChoice> choices() {
        return IntStream.range(0, 1 + random.nextInt(3))
                .mapToObj(i -> Pools.CATALOG
                        .find(RandomFederation.MODELS.get(random.nextInt(RandomFederation.MODELS.size())))
                        .orElseThrow())
                .<AcceleratorChoice>map(model -> random.nextInt(8) == 0
                        ? new AcceleratorChoice.None()
                        : new AcceleratorChoice.Named(model.name(), model.id(), pick(1, 2, 4, 8), null))
                .toList();
    }

    private List<Variant> variants() {
        return List.of(
                variant(SoftwareStack.CUDA),
                variant(pick(SoftwareStack.CUDA, SoftwareStack.CANN)),
                variant(pick(SoftwareStack.DTK, SoftwareStack.CANN, SoftwareStack.CPU)));
    }

    private Variant variant(SoftwareStack stack) {
        return new Variant(
                stack,
                orNull("registry/image"),
                List.of("run"),
                Map.of(),
                random.nextInt(6) == 0 ? List.of(pick("bf16", "fp8")) : List.of(),
                orNull(HostArchitecture.X86_64),
                stack == SoftwareStack.CUDA ? orNull("550") : null,
                stack == SoftwareStack.CUDA && random.nextInt(5) == 0 ? builtFor() : BuiltFor.UNSAID,
                random.nextInt(8) == 0 ? pick(Quantisation.values()) : null);
    }

    private BuiltFor builtFor() {
        return new BuiltFor(pick(List.of("sm_80"), List.of("sm_90"), List.of()), orNull("2.9+cu128"), null, null, null);
    }

    private Work work() {
        double hours = pick(0.5, 1.0, 3.0, 100.0);
        return pick(
                new Work(hours, null, null, null),
                new Work(hours, Pools.A100_80, "A100-80GB", null),
                new Work(hours, "nvidia-h100-sxm5-80gb", "H100", "llama"));
    }

    private List<DataSet> data() {
        return List.of(
                new DataSet("s3://data", orNull(Memory.ofGibibytes(500)), orNull("region-0", "region-1", "store")));
    }

    private PlacementRules rules() {
        return new PlacementRules(
                random.nextInt(6) == 0 ? List.of("region-0", "region-2") : List.of(),
                random.nextInt(6) == 0 ? List.of("region-1") : List.of(),
                random.nextInt(8) == 0 ? List.of("provider-0", "provider-2") : List.of(),
                random.nextInt(8) == 0 ? List.of("provider-1") : List.of(),
                null,
                random.nextInt(5) == 0 ? List.of("CN") : List.of(),
                orNull(Money.parse("30 CNY"), Money.parse("8 USD")),
                List.of(),
                List.of(),
                random.nextInt(6) == 0
                        ? new LatencyRule(pick("region-0", "store"), Duration.ofMillis(pick(5, 30)))
                        : null,
                random.nextInt(8) == 0 ? pick("demo", "other") : null);
    }

    /** What placement does not look at differs from one to the next. */
    private static WorkloadSpec named(WorkloadSpec shape, int number) {
        return new WorkloadSpec(
                "name-" + number,
                shape.tenant(),
                Map.of("number", Integer.toString(number)),
                shape.computeClass(),
                number % 3,
                shape.replicas(),
                shape.gang(),
                shape.resources(),
                shape.variants().stream()
                        .map(variant -> new Variant(
                                variant.stack(),
                                variant.image(),
                                List.of("run", Integer.toString(number)),
                                Map.of("NUMBER", Integer.toString(number)),
                                variant.precisions(),
                                variant.hostArchitecture(),
                                variant.driverMinimum(),
                                variant.builtFor(),
                                variant.quantisation()))
                        .toList(),
                List.of(),
                shape.work(),
                shape.data(),
                shape.checkpoint(),
                shape.placement(),
                shape.objective(),
                shape.billing(),
                new RetryRule(number % 5, Set.of(RetryRule.Cause.LOST), number % 2 == 0),
                DisconnectPolicy.KEEP_RUNNING,
                shape.timeLimit(),
                null);
    }
}
