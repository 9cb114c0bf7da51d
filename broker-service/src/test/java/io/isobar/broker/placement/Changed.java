package io.isobar.broker.placement;

import io.isobar.broker.catalog.AcceleratorRequestParser;
import io.isobar.broker.catalog.AcceleratorRequirement;
import io.isobar.broker.catalog.Precision;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.BuiltFor;
import io.isobar.broker.workload.GangRule;
import io.isobar.broker.workload.HostArchitecture;
import io.isobar.broker.workload.Resources;
import io.isobar.broker.workload.Variant;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A workload with one alternative and one variant, changed as an objection says would let it pass. */
final class Changed {
    private static final AcceleratorRequestParser PARSER = new AcceleratorRequestParser(Pools.CATALOG);

    private Changed() {}

    /** Null where the workload cannot say it. */
    static @Nullable WorkloadSpec by(WouldPass wouldPass, WorkloadSpec spec) {
        var variant = spec.variants().getFirst();
        return switch (wouldPass) {
            case WouldPass.Said said -> null;
            case WouldPass.Alternative alternative -> with(spec, named(alternative.name()));
            case WouldPass.VariantFor other ->
                with(spec, new Variant(other.stack(), null, List.of("run"), Map.of(), List.of(), other.host(), null));
            case WouldPass.CommandFor other ->
                with(
                        spec,
                        new Variant(
                                other.stack(),
                                null,
                                List.of("run"),
                                Map.of(),
                                variant.precisions(),
                                variant.hostArchitecture(),
                                variant.driverMinimum(),
                                variant.builtFor(),
                                variant.quantisation()));
            case WouldPass.BuiltForDevice device -> {
                var built = variant.builtFor();
                yield built(
                        spec,
                        new BuiltFor(
                                List.of(device.architecture()),
                                null,
                                built.torchNpu(),
                                built.mindspore(),
                                built.cann()));
            }
            case WouldPass.BuiltForCann cann ->
                built(spec, new BuiltFor(variant.builtFor().architectures(), null, null, null, cann.version()));
            case WouldPass.OlderDriver driver -> {
                var built = variant.builtFor();
                yield with(
                        spec,
                        variant(
                                variant,
                                variant.hostArchitecture(),
                                driver.has(),
                                new BuiltFor(built.architectures(), null, null, null, null)));
            }
            case WouldPass.Without without -> without(spec, without.precision());
            case WouldPass.SlowerThan slower -> {
                var asked = ((AcceleratorChoice.Required) choice(spec)).requirement();
                yield with(
                        spec,
                        required(spec, asked.minimumMemory(), new HashSet<>(asked.precisions()), slower.tflops()));
            }
            case WouldPass.LessMemory less ->
                with(
                        spec,
                        switch (choice(spec)) {
                            case AcceleratorChoice.Named named ->
                                new AcceleratorChoice.Named(
                                        named.name(), named.modelId(), named.count(), less.memory(), named.unit());
                            case AcceleratorChoice.Required required ->
                                required(
                                        spec,
                                        less.memory(),
                                        new HashSet<>(required.requirement().precisions()),
                                        required.requirement().minimumTflops());
                            case AcceleratorChoice.None none -> none;
                        });
            case WouldPass.AnyDomain any ->
                with(spec, new GangRule(spec.gang().minimum(), null, false), spec.resources(), variant);
        };
    }

    static AcceleratorChoice named(String name) {
        var request = PARSER.parse(name);
        return new AcceleratorChoice.Named(
                name,
                request.model().id(),
                1,
                request.minimumMemory(),
                request.unit().isWhole() ? null : request.unit());
    }

    private static WorkloadSpec without(WorkloadSpec spec, Precision precision) {
        var variant = spec.variants().getFirst();
        var rest = variant.precisions().stream()
                .filter(name -> !name.equals(precision.token()))
                .toList();
        var quantisation = variant.quantisation();
        var changed = new Variant(
                variant.stack(),
                variant.image(),
                variant.command(),
                variant.environment(),
                rest,
                variant.hostArchitecture(),
                variant.driverMinimum(),
                variant.builtFor(),
                quantisation == null || quantisation.computesIn() == precision ? null : quantisation);
        if (!(choice(spec) instanceof AcceleratorChoice.Required required)) {
            return with(spec, changed);
        }
        var asked = required.requirement();
        var precisions = new HashSet<>(asked.precisions());
        precisions.remove(precision);
        var less =
                required(spec, asked.minimumMemory(), precisions, precisions.isEmpty() ? null : asked.minimumTflops());
        return with(with(spec, less), changed);
    }

    private static AcceleratorChoice required(
            WorkloadSpec spec, @Nullable Memory memory, Set<Precision> precisions, @Nullable Double tflops) {
        var asked = ((AcceleratorChoice.Required) choice(spec)).requirement();
        boolean bare = memory == null && precisions.isEmpty() && asked.stacks().isEmpty();
        return new AcceleratorChoice.Required(
                new AcceleratorRequirement(bare ? Memory.ZERO : memory, precisions, tflops, asked.stacks()), 1);
    }

    private static AcceleratorChoice choice(WorkloadSpec spec) {
        return spec.resources().accelerators().getFirst();
    }

    private static WorkloadSpec built(WorkloadSpec spec, BuiltFor built) {
        var variant = spec.variants().getFirst();
        return with(spec, variant(variant, variant.hostArchitecture(), variant.driverMinimum(), built));
    }

    private static Variant variant(
            Variant variant, @Nullable HostArchitecture host, @Nullable String driver, BuiltFor built) {
        return new Variant(
                variant.stack(),
                variant.image(),
                variant.command(),
                variant.environment(),
                variant.precisions(),
                host,
                driver,
                built,
                variant.quantisation());
    }

    static WorkloadSpec with(WorkloadSpec spec, AcceleratorChoice choice) {
        var resources = spec.resources();
        return with(
                spec,
                spec.gang(),
                new Resources(List.of(choice), resources.ordered(), resources.cpus(), resources.memory()),
                spec.variants().getFirst());
    }

    static WorkloadSpec with(WorkloadSpec spec, Variant variant) {
        return with(spec, spec.gang(), spec.resources(), variant);
    }

    private static WorkloadSpec with(WorkloadSpec spec, GangRule gang, Resources resources, Variant variant) {
        return Specs.but(spec, draft -> {
            draft.gangMinimum = gang.minimum();
            draft.startWithin = gang.startWithin();
            draft.domainRequired = gang.domainRequired();
            draft.accelerators.clear();
            draft.accelerators.addAll(resources.accelerators());
            draft.ordered = resources.ordered();
            draft.cpus = resources.cpus();
            draft.memory = resources.memory();
            draft.variants.clear();
            draft.variants.add(Objects.requireNonNull(variant));
        });
    }
}
