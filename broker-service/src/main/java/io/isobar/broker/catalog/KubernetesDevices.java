package io.isobar.broker.catalog;

import io.isobar.broker.resource.Memory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the extended resources of a container, with the labels of the node that it asks for, say about accelerators. */
public sealed interface KubernetesDevices {
    /** No accelerator is asked for. */
    record None() implements KubernetesDevices {}

    /**
     * Accelerators of one kind.
     *
     * @param resource the extended resource that was counted
     * @param models what they can be: one model, or several where neither the resource nor a label says which
     * @param kind what one unit is
     * @param count of units, 1 to 65,536
     * @param memoryPerUnit the slice of memory that is asked for; null: the whole unit's
     * @param profile of a hardware partition; null: none
     * @param warnings labels and resources that were not used, and why
     */
    record Asked(
            String resource,
            Resolution models,
            UnitKind kind,
            int count,
            @Nullable Memory memoryPerUnit,
            @Nullable String profile,
            List<String> warnings)
            implements KubernetesDevices {
        public Asked {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * It cannot be carried over without changing its meaning.
     *
     * @param problems every one, with what to write instead
     */
    record Refused(List<String> problems) implements KubernetesDevices {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
