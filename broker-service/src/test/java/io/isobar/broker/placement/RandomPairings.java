package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolFacts;
import io.isobar.broker.catalog.AcceleratorModel;
import io.isobar.broker.catalog.AcceleratorRequirement;
import io.isobar.broker.catalog.Precision;
import io.isobar.broker.catalog.Quantisation;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.samples.Advertised;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.BuiltFor;
import io.isobar.broker.workload.Variant;
import io.isobar.broker.workload.WorkloadSpec;
import io.isobar.proto.resource.v1.HostArchitecture;
import io.isobar.proto.resource.v1.UnitKind;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Pools, and workloads with one alternative and one variant that nearly fit them. */
final class RandomPairings {
    private static final List<String> PARTS = List.of(
            "NVIDIA-A100-SXM4-80GB-MIG-1g.10gb",
            "NVIDIA-A100-SXM4-80GB-MIG-3g.40gb",
            "NVIDIA-H100-80GB-HBM3-MIG-1g.10gb",
            "NVIDIA-A100-SXM4-80GB-SHARED",
            "v5p-32",
            "RTX4090-48GB",
            "910B",
            "G2");

    private final RandomGenerator random;
    private final List<AcceleratorModel> models = List.copyOf(Pools.CATALOG.models());

    RandomPairings(RandomGenerator random) {
        this.random = random;
    }

    Pairing next() {
        var model = pick(models);
        var pool = pool(model);
        var spec = spec(model);
        return new Pairing(
                pool,
                spec,
                spec.resources().accelerators().getFirst(),
                spec.variants().getFirst(),
                Pools.CATALOG);
    }

    private PoolFacts pool(AcceleratorModel model) {
        var pool = Advertised.device(random.nextInt(6) == 0 ? pick(PARTS) : model.id());
        if (rarely()) {
            pool.unit(pick(List.of(UnitKind.UNIT_KIND_CARD, UnitKind.UNIT_KIND_PARTITION, UnitKind.UNIT_KIND_SLICE)));
        }
        if (random.nextBoolean()) {
            pool.memory(random.nextLong(1, 200_000));
        }
        if (rarely()) {
            pool.host(pick(List.of(
                    HostArchitecture.HOST_ARCHITECTURE_AARCH64, HostArchitecture.HOST_ARCHITECTURE_UNSPECIFIED)));
        }
        if (rarely()) {
            pool.withoutDomain();
        }
        if (rarely()) {
            pool.commandsOnly();
        }
        var stack = rarely() ? pick(SoftwareStack.values()) : model.stack();
        if (random.nextInt(3) > 0 && stack != SoftwareStack.UNKNOWN) {
            pool.stack(
                    stack.token(), pick(List.of("8.2.RC1", "8.5.0", "12.6")), pick(List.of("470.1", "535.54", "590")));
        }
        return pool.facts();
    }

    private WorkloadSpec spec(AcceleratorModel near) {
        var plain = Specs.gang(1 + random.nextInt(2), 1, null);
        var gang = Specs.but(plain, draft -> {
            draft.gangMinimum = 1;
            draft.domainRequired = random.nextBoolean();
        });
        return Changed.with(
                Changed.with(gang, choice(near)),
                variant(rarely() ? pick(models).stack() : near.stack()));
    }

    private AcceleratorChoice choice(AcceleratorModel near) {
        var model = rarely() ? pick(models) : near;
        return switch (random.nextInt(8)) {
            case 0 -> Changed.named(pick(PARTS.subList(0, 6)));
            case 1, 2, 3 -> new AcceleratorChoice.Named(model.id(), model.id(), 1, maybe(() -> memory()));
            default -> {
                Set<Precision> precisions = new HashSet<>();
                for (int i = random.nextInt(3); i > 0; i--) {
                    precisions.add(pick(Precision.values()));
                }
                var tflops = precisions.isEmpty() ? null : maybe(() -> 1 + random.nextDouble() * 500);
                yield new AcceleratorChoice.Required(
                        new AcceleratorRequirement(
                                maybe(() -> memory()),
                                precisions,
                                tflops,
                                new HashSet<>(List.of(model.stack(), SoftwareStack.CUDA))),
                        1);
            }
        };
    }

    private Variant variant(SoftwareStack stack) {
        var cann = stack == SoftwareStack.CANN;
        var built =
                switch (random.nextInt(3)) {
                    case 0 -> BuiltFor.UNSAID;
                    case 1 ->
                        new BuiltFor(
                                List.of(pick(List.of("sm_80", "sm_90+ptx", "sm_70", "gfx90a", "ascend910b"))),
                                null,
                                null,
                                null,
                                cann ? maybe(() -> pick(List.of("7.0", "8.2", "8.5.0"))) : null);
                    default ->
                        new BuiltFor(
                                List.of(),
                                stack == SoftwareStack.CUDA
                                        ? pick(List.of("2.6+cu118", "2.9+cu130", "2.9+cu128", "9.9+cu999"))
                                        : null,
                                cann ? pick(List.of("2.7.1.post2", "2.6.0", "9")) : null,
                                null,
                                null);
                };
        return new Variant(
                stack,
                maybe(() -> "image"),
                List.of("run"),
                Map.of(),
                random.nextBoolean()
                        ? List.of()
                        : List.of(pick(Precision.values()).token()),
                rarely() ? io.isobar.broker.workload.HostArchitecture.X86_64 : null,
                maybe(() -> pick(List.of("450", "535.104", "600"))),
                built,
                rarely() ? pick(Quantisation.values()) : null);
    }

    private Memory memory() {
        return Memory.ofGibibytes(random.nextLong(1, 200));
    }

    private boolean rarely() {
        return random.nextInt(5) == 0;
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextBoolean() ? value.get() : null;
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    private <T> T pick(T[] from) {
        return from[random.nextInt(from.length)];
    }
}
