package io.isobar.broker.workload;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where and how the workload saves its state; null durations are not known.
 *
 * @param region where the state is kept, a region or another place; null: not said
 */
public record Checkpoint(
        String uri,
        @Nullable Duration every,
        @Nullable Duration saveTakes,
        @Nullable Duration restartTakes,
        @Nullable String region) {
    /** Nobody says where the state is kept. */
    public Checkpoint(
            String uri, @Nullable Duration every, @Nullable Duration saveTakes, @Nullable Duration restartTakes) {
        this(uri, every, saveTakes, restartTakes, null);
    }
}
