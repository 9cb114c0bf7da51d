package io.isobar.broker.workload;

import io.isobar.broker.catalog.AcceleratorRequirement;
import io.isobar.broker.catalog.NamedUnit;
import io.isobar.broker.resource.Memory;
import org.jspecify.annotations.Nullable;

/** One alternative of the accelerators that a replica asks for. */
public sealed interface AcceleratorChoice {
    int LARGEST_COUNT = 65_536;

    /** Units per replica, 1 to 65,536; 0 of {@link None}. */
    int count();

    /** The least memory that a unit must have; null: no claim, beyond what the model has by the catalogue. */
    @Nullable
    Memory minimumMemory();

    /** For messages: {@code A100-80GB:8}. */
    String inWords();

    /**
     * So many units of one accelerator model.
     *
     * @param name as the user wrote it
     * @param modelId canonical id in the catalogue
     * @param unit what the name says one unit is, where that is not a whole device: a partition, a share, a slice of
     *     a pod; null: a whole device
     */
    record Named(
            String name,
            String modelId,
            int count,
            @Nullable Memory minimumMemory,
            @Nullable NamedUnit unit) implements AcceleratorChoice {
        public Named {
            checkCount(count);
        }

        /** Whole devices. */
        public Named(String name, String modelId, int count, @Nullable Memory minimumMemory) {
            this(name, modelId, count, minimumMemory, null);
        }

        @Override
        public String inWords() {
            return (unit == null || unit.profile() == null ? modelId : modelId + " (" + unit.profile() + ")") + ":"
                    + count;
        }
    }

    /** So many whole devices of any one model that can do what is required. */
    record Required(AcceleratorRequirement requirement, int count) implements AcceleratorChoice {
        public Required {
            checkCount(count);
        }

        @Override
        public @Nullable Memory minimumMemory() {
            return requirement.minimumMemory();
        }

        @Override
        public String inWords() {
            return count + " with " + requirement.inWords();
        }
    }

    /** Processors will do: none of the accelerators beside it. */
    record None() implements AcceleratorChoice {
        /** As a workload file says it, in place of a name. */
        public static final String WORD = "none";

        @Override
        public int count() {
            return 0;
        }

        @Override
        public @Nullable Memory minimumMemory() {
            return null;
        }

        @Override
        public String inWords() {
            return "no accelerator";
        }
    }

    private static void checkCount(int count) {
        if (count < 1 || count > LARGEST_COUNT) {
            throw new IllegalArgumentException("accelerator count must be 1 to " + LARGEST_COUNT + ", is " + count);
        }
    }
}
