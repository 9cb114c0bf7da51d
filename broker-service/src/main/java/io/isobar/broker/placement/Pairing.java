package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolAccelerator;
import io.isobar.broker.capacity.PoolFacts;
import io.isobar.broker.capacity.PoolFacts.InstalledStack;
import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.AcceleratorModel;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.workload.AcceleratorChoice;
import io.isobar.broker.workload.Variant;
import io.isobar.broker.workload.WorkloadSpec;
import org.jspecify.annotations.Nullable;

/**
 * What a check of the portability gate looks at: a pool, and one way to run the workload.
 *
 * @param choice one of its accelerator alternatives; null: it asks for none
 */
record Pairing(
        PoolFacts pool,
        WorkloadSpec spec,
        @Nullable AcceleratorChoice choice,
        Variant variant,
        AcceleratorCatalog catalog) {

    /** The pool's, where the workload asks for accelerators; else it is of no interest. */
    @Nullable
    PoolAccelerator accelerator() {
        return choice == null ? null : pool.accelerator();
    }

    @Nullable
    AcceleratorModel model() {
        var accelerator = accelerator();
        return accelerator == null ? null : accelerator.model();
    }

    /** What a program must be built for to run there. */
    SoftwareStack neededStack() {
        var model = model();
        return model == null ? SoftwareStack.CPU : model.stack();
    }

    boolean isForTheStack() {
        return variant.stack() == neededStack();
    }

    /** The stack on the pool's nodes; null: not reported. */
    @Nullable
    InstalledStack installed() {
        return pool.stacks().stream()
                .filter(stack -> stack.stack() == variant.stack())
                .findFirst()
                .orElse(null);
    }

    /** Of one unit: as reported, else as the catalogue has it for a whole device; null: not known. */
    @Nullable
    Memory memoryPerUnit() {
        var accelerator = accelerator();
        var model = model();
        if (accelerator == null || model == null) {
            return null;
        }
        if (accelerator.memoryPerUnit() != null) {
            return accelerator.memoryPerUnit();
        }
        return accelerator.unitKind() == model.unitKind()
                ? model.nominalMemoryPerUnit().orElse(null)
                : null;
    }
}
