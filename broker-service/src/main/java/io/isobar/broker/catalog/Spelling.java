package io.isobar.broker.catalog;

import io.isobar.broker.resource.Memory;
import org.jspecify.annotations.Nullable;

/**
 * What one spelling of accelerators means, and how it was understood.
 *
 * @param text the part of the text that it is about
 * @param understood how, in a sentence without its point
 * @param meaning whose unit says what one of the units is
 * @param count units that it asks for; null: it does not say
 * @param minimumMemory the least memory of a unit that it asks for; null: it does not say
 */
public record Spelling(
        String text,
        Form form,
        String understood,
        Resolution meaning,
        @Nullable Long count,
        @Nullable Memory minimumMemory) {
    /** The forms that are read. */
    public enum Form {
        /** None of the others. */
        UNSPECIFIED,
        /** {@code A100-80GB}, {@code A100-80GB:8}, {@code nvidia:A100:80GB:8}. */
        REQUEST,
        /** {@code nvidia.com/gpu: 8}. */
        KUBERNETES_RESOURCE,
        /** {@code nvidia.com/gpu.product=NVIDIA-A100-SXM4-80GB}. */
        KUBERNETES_LABEL,
        /** {@code gpu:a100-80gb:8}. */
        SLURM_GRES,
        /** {@code gres/gpu:a100-80gb=8}. */
        SLURM_TRES
    }

    /** How a workload file asks for the same; empty where it means no model, or several, or a part of a device. */
    public String request() {
        if (!(meaning instanceof Resolution.Exact(AcceleratorModel model, NamedUnit unit))
                || unit.kind() == UnitKind.PARTITION
                || unit.kind() == UnitKind.SLICE) {
            return "";
        }
        long units = (count == null ? 1 : count) * unit.devices();
        return count == null && units == 1 ? model.name() : model.name() + ":" + units;
    }
}
