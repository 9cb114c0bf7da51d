package io.isobar.agent.inventory;

import org.jspecify.annotations.Nullable;

/**
 * The accelerator of a pool.
 *
 * @param advertisedName as the device or the inventory has it, verbatim; the broker resolves it
 * @param unitKind null: not known; the broker knows it of most names
 * @param memoryBytes of one unit; null: not known
 */
public record Accelerator(
        String advertisedName,
        @Nullable UnitKind unitKind,
        @Nullable Long memoryBytes) {
    public Accelerator {
        if (advertisedName.isBlank() || advertisedName.length() > 200) {
            throw new IllegalArgumentException("an accelerator name must have 1 to 200 characters");
        }
        if (memoryBytes != null && memoryBytes <= 0) {
            throw new IllegalArgumentException("memory per unit must be positive, not " + memoryBytes);
        }
    }
}
