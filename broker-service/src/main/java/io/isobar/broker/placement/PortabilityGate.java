package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolAccelerator;
import io.isobar.broker.capacity.PoolFacts;
import io.isobar.broker.capacity.PoolFacts.InstalledStack;
import io.isobar.broker.catalog.AcceleratorModel;
import io.isobar.broker.catalog.MemoryTolerance;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.Variant;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Can the workload run on that hardware and software? Finds the first accelerator alternative that the pool has and the first
 * variant that runs there; or the objection that got furthest.
 */
final class PortabilityGate {
    /** What the gate found. */
    sealed interface Verdict {
        /**
         * It runs.
         *
         * @param choice index into the accelerator alternatives; 0 without accelerators
         * @param variant index into the variants
         */
        record Runs(int choice, int variant) implements Verdict {}

        record RunsNot(Objection why) implements Verdict {}
    }

    private PortabilityGate() {}

    static Verdict judge(PoolFacts pool, WorkloadSpec spec) {
        var choices = spec.resources().accelerators();
        if (choices.isEmpty()) {
            return judgeVariants(pool, spec, 0, SoftwareStack.CPU, null);
        }
        var accelerator = pool.accelerator();
        if (accelerator == null) {
            return refuse(Reason.ACCELERATOR_MISMATCH, "the pool has no accelerators, asked: " + names(spec));
        }
        var model = accelerator.model();
        if (model == null) {
            return refuse(Reason.ACCELERATOR_UNKNOWN, accelerator.advertisedName() + ": " + accelerator.problem());
        }
        Objection furthest = null;
        for (int i = 0; i < choices.size(); i++) {
            var choice = choices.get(i);
            if (!choice.modelId().equals(model.id())) {
                continue;
            }
            var memory = memoryObjection(accelerator, choice);
            if (memory.isPresent()) {
                furthest = furthest == null ? memory.get() : Objection.further(furthest, memory.get());
                continue;
            }
            var verdict = judgeVariants(pool, spec, i, model.stack(), model);
            if (verdict instanceof Verdict.Runs) {
                return verdict;
            }
            if (verdict instanceof Verdict.RunsNot not) {
                furthest = furthest == null ? not.why() : Objection.further(furthest, not.why());
            }
        }
        return furthest == null
                ? refuse(Reason.ACCELERATOR_MISMATCH, "the pool has " + model.id() + ", asked: " + names(spec))
                : new Verdict.RunsNot(furthest);
    }

    private static Verdict judgeVariants(
            PoolFacts pool, WorkloadSpec spec, int choice, SoftwareStack needed, @Nullable AcceleratorModel model) {
        var stacks = spec.variants().stream().map(v -> v.stack().token()).toList();
        var furthest = new Objection(
                Reason.STACK_MISSING,
                "the pool needs a variant for " + needed.token() + ", the workload has " + stacks);
        for (int i = 0; i < spec.variants().size(); i++) {
            var variant = spec.variants().get(i);
            if (variant.stack() != needed) {
                continue;
            }
            var objection = variantObjection(pool, spec, variant, model);
            if (objection.isEmpty()) {
                return new Verdict.Runs(choice, i);
            }
            furthest = Objection.further(furthest, objection.get());
        }
        return new Verdict.RunsNot(furthest);
    }

    private static Optional<Objection> variantObjection(
            PoolFacts pool, WorkloadSpec spec, Variant variant, @Nullable AcceleratorModel model) {
        var wanted = variant.hostArchitecture();
        var host = pool.hostArchitecture();
        if (wanted != null && wanted != host) {
            return objection(
                    Reason.HOST_ARCHITECTURE,
                    "the variant needs " + wanted.token() + ", the hosts are "
                            + (host == null ? "unknown" : host.token()));
        }
        if (variant.image() != null && !pool.runsImages()) {
            return objection(Reason.IMAGE_UNSUPPORTED, "the variant brings an image, the region runs commands only");
        }
        var driver = driverObjection(pool, variant);
        if (driver.isPresent()) {
            return driver;
        }
        var precision = model == null ? Optional.<Objection>empty() : precisionObjection(model, variant);
        if (precision.isPresent()) {
            return precision;
        }
        return spec.gang().domainRequired() && spec.replicas() > 1 && pool.interconnectDomain() == null
                ? objection(Reason.NO_INTERCONNECT_DOMAIN, "the pool names no interconnect domain")
                : Optional.empty();
    }

    private static Optional<Objection> driverObjection(PoolFacts pool, Variant variant) {
        var minimum = variant.driverMinimum();
        if (minimum == null) {
            return Optional.empty();
        }
        var driver = pool.stacks().stream()
                .filter(stack -> stack.stack() == variant.stack())
                .map(InstalledStack::driverVersion)
                .findFirst()
                .orElse(null);
        if (driver == null) {
            return objection(Reason.DRIVER_TOO_OLD, "the variant needs driver " + minimum + ", the pool's is unknown");
        }
        return Versions.compare(driver, minimum) < 0
                ? objection(Reason.DRIVER_TOO_OLD, "the variant needs driver " + minimum + ", the pool has " + driver)
                : Optional.empty();
    }

    private static Optional<Objection> precisionObjection(AcceleratorModel model, Variant variant) {
        for (var precision : variant.precisions()) {
            if (!model.supports(precision)) {
                return objection(Reason.PRECISION_MISSING, model.id() + " is not known to compute in " + precision);
            }
        }
        return Optional.empty();
    }

    private static Optional<Objection> memoryObjection(PoolAccelerator accelerator, AcceleratorChoice choice) {
        var minimum = choice.minimumMemory();
        if (minimum == null) {
            return Optional.empty();
        }
        var has = accelerator.memoryPerUnit();
        if (has == null) {
            return objection(Reason.ACCELERATOR_MEMORY, "asked " + minimum + " per unit, the pool's is unknown");
        }
        return !MemoryTolerance.covers(has, minimum)
                ? objection(Reason.ACCELERATOR_MEMORY, "asked " + minimum + " per unit, the pool has " + has)
                : Optional.empty();
    }

    private static String names(WorkloadSpec spec) {
        return spec.resources().accelerators().stream()
                .map(AcceleratorChoice::modelId)
                .distinct()
                .toList()
                .toString();
    }

    private static Optional<Objection> objection(Reason reason, String evidence) {
        return Optional.of(new Objection(reason, evidence));
    }

    private static Verdict refuse(Reason reason, String evidence) {
        return new Verdict.RunsNot(new Objection(reason, evidence));
    }
}
