package io.isobar.agent.driver;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Work that the agent had written down before it restarted.
 *
 * @param startedAt null: it was not seen running
 * @param endedAt null: it was not seen ended, and the driver must tell what became of it
 */
public record KnownWork(
        Work work, @Nullable Instant startedAt, @Nullable Instant endedAt) {}
