package io.isobar.agent.driver;

import io.isobar.agent.failure.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How work ended.
 *
 * @param exitCode 0 to 255, 128 + n where a signal n ended it; null: it has none
 * @param message for a person; may be empty
 */
public record WorkEnd(Reason reason, @Nullable Integer exitCode, String message, Instant at) {
    public WorkEnd because(Reason other) {
        return new WorkEnd(other, exitCode, message, at);
    }
}
