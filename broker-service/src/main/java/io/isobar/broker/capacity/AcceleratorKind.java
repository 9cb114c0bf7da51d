package io.isobar.broker.capacity;

import io.isobar.broker.catalog.NamedUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What work can be exchanged between pools for: units of one model that are the same part of a device, or all of it.
 *
 * @param modelId canonical id in the catalogue
 * @param part the partition or share, in lower case; empty: a whole device; {@link #SOME_PART}: a part, nobody knows which
 */
public record AcceleratorKind(String modelId, String part) {
    private static final String SOME_PART = "?";

    /** Of a unit as a name says it; null: a whole device. */
    public static AcceleratorKind of(String modelId, @Nullable NamedUnit unit) {
        // A slice of a pod is several devices.
        var profile = unit == null || unit.devices() > 1 ? null : unit.profile();
        return new AcceleratorKind(modelId, profile == null ? "" : profile.toLowerCase(Locale.ROOT));
    }

    /** What a pool has; null: no accelerator, or nobody knows which. */
    public static @Nullable AcceleratorKind of(PoolFacts facts) {
        var accelerator = facts.accelerator();
        var model = accelerator == null ? null : accelerator.model();
        if (accelerator == null || model == null) {
            return null;
        }
        if (accelerator.unit() != null) {
            return of(model.id(), accelerator.unit());
        }
        return new AcceleratorKind(model.id(), accelerator.unitKind() == model.unitKind() ? "" : SOME_PART);
    }
}
