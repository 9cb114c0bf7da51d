package io.isobar.broker.wire;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.AcceleratorModel;
import io.isobar.broker.catalog.AcceleratorRequirement;
import io.isobar.broker.catalog.Precision;
import io.isobar.broker.catalog.Quantisation;
import io.isobar.broker.catalog.Resolution;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.catalog.Support;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.resource.CarbonMass;
import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.CpuRange;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.resource.MemoryRange;
import io.isobar.broker.resource.Money;
import io.isobar.broker.resource.SeededCases;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.Billing;
import io.isobar.broker.workload.BuiltFor;
import io.isobar.broker.workload.Checkpoint;
import io.isobar.broker.workload.ComputeClass;
import io.isobar.broker.workload.DataSet;
import io.isobar.broker.workload.DisconnectPolicy;
import io.isobar.broker.workload.GangRule;
import io.isobar.broker.workload.Group;
import io.isobar.broker.workload.HostArchitecture;
import io.isobar.broker.workload.LatencyRule;
import io.isobar.broker.workload.NeighbourRule;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.PlacementRules;
import io.isobar.broker.workload.PlacementRules.Spread;
import io.isobar.broker.workload.Resources;
import io.isobar.broker.workload.RetryRule;
import io.isobar.broker.workload.TaskArray;
import io.isobar.broker.workload.Variant;
import io.isobar.broker.workload.Work;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes values of the domain with every field in every shape. */
public final class Generator {
    private static final String NAME = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final List<String> TEXTS =
            List.of("x", "é", "算力网", "a b\tc\nd", "\"quoted\"", "\\", "😀", "$HOME", "--flag=1", "");

    private static final SoftwareStack[] STACKS = Arrays.stream(SoftwareStack.values())
            .filter(stack -> stack != SoftwareStack.UNKNOWN)
            .toArray(SoftwareStack[]::new);

    private final RandomGenerator random;
    private final AcceleratorCatalog catalog;
    private final List<AcceleratorModel> models;

    public Generator(RandomGenerator random, AcceleratorCatalog catalog) {
        this.random = random;
        this.catalog = catalog;
        // Nothing can be written for a stack that is not known.
        this.models = catalog.models().stream()
                .filter(model -> model.stack() != SoftwareStack.UNKNOWN)
                .toList();
    }

    public WorkloadSpec spec() {
        var resources = resources();
        var variants = new ArrayList<>(list(0, 3, () -> variant(pick(STACKS))));
        variants.add(random.nextInt(variants.size() + 1), variant(needed(resources)));
        int replicas = 1 + random.nextInt(random.nextBoolean() ? 4 : WorkloadSpec.LARGEST_GANG);
        return new WorkloadSpec(
                name(),
                random.nextBoolean() ? WorkloadSpec.DEFAULT_TENANT : name(),
                texts(4),
                pick(ComputeClass.values()),
                random.nextInt(-WorkloadSpec.HIGHEST_PRIORITY, WorkloadSpec.HIGHEST_PRIORITY + 1),
                replicas,
                gang(replicas),
                resources,
                variants,
                groups(),
                maybe(this::work),
                list(0, 3, () -> new DataSet("s3://" + name(), maybe(this::memory), maybe(this::regionName))),
                maybe(() -> new Checkpoint(
                        "s3://" + name(),
                        maybe(this::duration),
                        maybe(this::duration),
                        maybe(this::duration),
                        maybe(this::regionName))),
                placement(),
                new Objective(
                        pick(Objective.Kind.values()),
                        maybe(this::money),
                        maybe(this::instant),
                        maybe(this::money),
                        maybe(() -> new CarbonMass(SeededCases.magnitude(random)))),
                billing(),
                retry(),
                pick(DisconnectPolicy.values()),
                maybe(this::duration),
                maybe(() -> new TaskArray(name(), 1 + random.nextInt(TaskArray.MOST_AT_ONCE))));
    }

    private GangRule gang(int replicas) {
        boolean required = random.nextBoolean();
        return new GangRule(
                1 + random.nextInt(replicas),
                maybe(this::duration),
                required,
                required ? GangRule.Across.NOTHING : pick(GangRule.Across.values()));
    }

    private List<Group> groups() {
        var names = new HashSet<>(Set.of(Group.MAIN));
        return list(0, 3, () -> {
            var resources = resources();
            var name = name();
            while (!names.add(name)) {
                name = name();
            }
            int replicas = 1 + random.nextInt(100);
            return new Group(name, replicas, resources, List.of(variant(needed(resources))), random.nextBoolean());
        });
    }

    Money money() {
        var currencies = List.of("CNY", "USD", "JPY", "KWD", "EUR");
        var currency = java.util.Currency.getInstance(currencies.get(random.nextInt(currencies.size())));
        return new Money(SeededCases.magnitude(random), currency);
    }

    Instant instant() {
        return Instant.ofEpochSecond(random.nextLong(253_402_300_799L), random.nextInt(1_000_000_000));
    }

    Duration duration() {
        return Duration.ofSeconds(random.nextLong(1_000_000_000L), 1 + random.nextInt(999_999_999));
    }

    String name() {
        var text = new StringBuilder();
        int length = 1 + random.nextInt(63);
        for (int i = 0; i < length; i++) {
            boolean edge = i == 0 || i == length - 1;
            text.append(!edge && random.nextInt(8) == 0 ? ".-".charAt(random.nextInt(2)) : letter());
        }
        return text.toString();
    }

    String regionName() {
        return name().replace('.', '-');
    }

    private char letter() {
        return NAME.charAt(random.nextInt(NAME.length()));
    }

    private Resources resources() {
        var cpus = new Cpu(SeededCases.magnitude(random));
        return new Resources(
                list(0, 4, this::accelerator),
                random.nextBoolean(),
                new CpuRange(cpus, maybe(() -> new Cpu(between(cpus.millis())))),
                maybe(() -> {
                    var least = memory();
                    return new MemoryRange(least, maybe(() -> new Memory(between(least.bytes()))));
                }));
    }

    private AcceleratorChoice accelerator() {
        int count = 1 + random.nextInt(AcceleratorChoice.LARGEST_COUNT);
        return switch (random.nextInt(5)) {
            case 4 -> new AcceleratorChoice.None();
            case 0 -> new AcceleratorChoice.Required(requirement(), count);
            case 1 -> part(count);
            default -> {
                var model = pick(models);
                yield new AcceleratorChoice.Named(
                        random.nextBoolean() ? model.id() : model.name() + ":8",
                        model.id(),
                        count,
                        maybe(() -> new Memory(random.nextLong(1L << 40))));
            }
        };
    }

    /** One that a model of the catalogue meets. */
    private AcceleratorRequirement requirement() {
        var model = pick(models);
        var present = Arrays.stream(Precision.values())
                .filter(precision -> model.support(precision) == Support.PRESENT)
                .toList();
        var precisions = new HashSet<Precision>(list(0, present.size(), () -> pick(present)));
        var slowest = precisions.stream()
                .mapToDouble(p -> model.denseTflops(p).orElse(0))
                .min()
                .orElse(0);
        var memory = model.memoryPerUnit().isEmpty()
                ? null
                : maybe(() ->
                        new Memory(random.nextLong(model.memoryPerUnit().get().bytes())));
        boolean bare = memory == null && precisions.isEmpty();
        return new AcceleratorRequirement(
                memory,
                precisions,
                slowest > 0 ? maybe(() -> Math.max(0.5, Math.rint(random.nextDouble() * slowest))) : null,
                bare || random.nextBoolean() ? new HashSet<>(List.of(model.stack(), pick(STACKS))) : Set.of());
    }

    private AcceleratorChoice part(int count) {
        var names = List.of("A100-80GB-MIG-1g.10gb", "H100-PCIe-SHARED", "v5p-32", "nvidia-a30-MIG-2g.12gb");
        var name = pick(names);
        if (!(catalog.resolver().resolve(name) instanceof Resolution.Exact exact)) {
            throw new IllegalStateException(name);
        }
        return new AcceleratorChoice.Named(
                name, exact.model().id(), count, maybe(() -> new Memory(random.nextLong(1L << 40))), exact.unit());
    }

    private SoftwareStack needed(Resources resources) {
        if (resources.accelerators().isEmpty()) {
            return SoftwareStack.CPU;
        }
        return switch (resources.accelerators().getLast()) {
            case AcceleratorChoice.Named named ->
                catalog.find(named.modelId()).orElseThrow().stack();
            case AcceleratorChoice.Required required ->
                required.requirement().matching(catalog).stream()
                        .map(AcceleratorModel::stack)
                        .filter(stack -> stack != SoftwareStack.UNKNOWN)
                        .findFirst()
                        .orElseThrow();
            case AcceleratorChoice.None none -> SoftwareStack.CPU;
        };
    }

    private Variant variant(SoftwareStack stack) {
        var image = maybe(() -> "registry/" + name() + ":tag");
        var command = new ArrayList<>(list(image == null ? 1 : 0, 3, this::text));
        if (!command.isEmpty()) {
            command.set(0, "python");
        }
        var environment = new HashMap<String, String>();
        texts(3).forEach((key, value) -> environment.put("V_" + key.replaceAll("[^a-z0-9]", "_"), value));
        return new Variant(
                stack,
                image,
                command,
                environment,
                list(0, 3, () -> pick(Precision.values()).token()),
                maybe(() -> pick(HostArchitecture.values())),
                maybe(() -> random.nextInt(1_000) + ".104.05-rc" + random.nextInt(9)),
                builtFor(stack),
                maybe(() -> pick(Quantisation.values())));
    }

    private BuiltFor builtFor(SoftwareStack stack) {
        var architectures =
                switch (stack) {
                    case CPU -> List.<String>of();
                    case CUDA -> list(0, 3, () -> pick(List.of("sm_80", "sm_90+ptx", "compute_120", "8.6", "sm_90a")));
                    default -> list(0, 3, () -> pick(List.of("gfx942", "ascend910b", "mlu370")));
                };
        boolean cann = stack == SoftwareStack.CANN;
        return new BuiltFor(
                architectures,
                stack == SoftwareStack.CUDA ? maybe(() -> "2." + random.nextInt(20) + "+cu128") : null,
                cann ? maybe(() -> "2.7.1.post" + random.nextInt(9)) : null,
                cann ? maybe(() -> "2.6.0-rc" + random.nextInt(9)) : null,
                cann ? maybe(() -> pick(List.of("8", "8.2", "8.2.RC1"))) : null);
    }

    private Work work() {
        var model = maybe(() -> models.get(random.nextInt(models.size())));
        return new Work(
                Math.nextUp(random.nextDouble(1e6)),
                model == null ? null : model.id(),
                model == null ? null : model.id(),
                maybe(this::name));
    }

    private NeighbourRule neighbour() {
        return new NeighbourRule(
                Map.of("app", "label " + random.nextInt(9)), maybe(this::name), pick(Spread.By.values()));
    }

    private PlacementRules placement() {
        return new PlacementRules(
                list(0, 3, this::regionName),
                list(0, 3, this::regionName),
                list(0, 3, this::regionName),
                list(0, 3, this::regionName),
                maybe(() -> new Spread(pick(Spread.By.values()), 1 + random.nextInt(100))),
                list(0, 3, () -> List.of("CN", "DE", "US", "SG").get(random.nextInt(4))),
                maybe(this::money),
                list(0, 3, this::neighbour),
                list(0, 3, this::neighbour),
                maybe(() -> new LatencyRule(regionName(), Duration.ofMillis(1 + random.nextInt(1_000)))),
                maybe(this::name));
    }

    private Billing billing() {
        var modes = EnumSet.of(pick(BillingMode.values()));
        modes.add(pick(BillingMode.values()));
        return new Billing(modes, modes.contains(BillingMode.CONTRACT) ? name() : null);
    }

    private RetryRule retry() {
        var causes = new HashSet<>(list(0, 5, () -> pick(RetryRule.Cause.values())));
        return new RetryRule(causes.isEmpty() ? 0 : random.nextInt(101), causes, random.nextBoolean());
    }

    private Map<String, String> texts(int most) {
        var map = new HashMap<String, String>();
        list(0, most, this::name).forEach(key -> map.put(key, text()));
        return map;
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size())) + TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private Memory memory() {
        return new Memory(SeededCases.magnitude(random));
    }

    private long between(long least) {
        return least == Long.MAX_VALUE ? least : random.nextLong(least, Long.MAX_VALUE);
    }

    private <E> E pick(List<E> values) {
        return values.get(random.nextInt(values.size()));
    }

    private <E> E pick(E[] values) {
        return values[random.nextInt(values.length)];
    }

    <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextInt(3) == 0 ? null : value.get();
    }

    <T> List<T> list(int least, int most, Supplier<T> element) {
        var list = new ArrayList<T>();
        int size = random.nextInt(least, most + 1);
        for (int i = 0; i < size; i++) {
            list.add(element.get());
        }
        return list;
    }
}
