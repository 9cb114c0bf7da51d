package io.isobar.broker.workload;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Where and how the workload saves its state; null durations are not known. */
public record Checkpoint(
        String uri,
        @Nullable Duration every,
        @Nullable Duration saveTakes,
        @Nullable Duration restartTakes) {}
