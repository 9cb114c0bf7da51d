package io.isobar.broker.workload;

import io.isobar.broker.resource.CpuRange;
import io.isobar.broker.resource.MemoryRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What each replica needs, on one node.
 *
 * @param accelerators alternatives; none: no accelerator, which is also what nothing but {@link AcceleratorChoice.None} says
 * @param ordered the order of the alternatives is a preference that outweighs the bill
 * @param cpus at least one core where the user says nothing
 * @param memory null: no claim
 */
public record Resources(
        List<AcceleratorChoice> accelerators,
        boolean ordered,
        CpuRange cpus,
        @Nullable MemoryRange memory) {
    public Resources {
        accelerators = accelerators.stream().allMatch(AcceleratorChoice.None.class::isInstance)
                ? List.of()
                : List.copyOf(accelerators);
    }
}
