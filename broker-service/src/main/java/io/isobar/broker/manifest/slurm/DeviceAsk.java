package io.isobar.broker.manifest.slurm;

import org.jspecify.annotations.Nullable;

/**
 * Accelerators as one option asks for them.
 *
 * @param kind what the site calls such devices: {@code gpu}, {@code dcu}
 * @param type null: none is given
 * @param count per node, per task or in all, as {@code basis} says
 */
record DeviceAsk(
        Given given, Basis basis, String kind, @Nullable String type, long count) {
    /** What the count is for. */
    enum Basis {
        NODE,
        TASK,
        SOCKET,
        JOB
    }
}
