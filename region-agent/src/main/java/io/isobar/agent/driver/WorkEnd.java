package io.isobar.agent.driver;

import io.isobar.agent.failure.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How work ended.
 *
 * @param exitCode 0 to 255, 128 + n where a signal n ended it; null: it has none
 * @param message for a person; may be empty
 * @param progress how far it had come, as it said last; null: it has not said, or cannot
 */
public record WorkEnd(
        Reason reason,
        @Nullable Integer exitCode,
        String message,
        Instant at,
        @Nullable WorkProgress progress) {
    /** Of work that has not said how far it is. */
    public WorkEnd(Reason reason, @Nullable Integer exitCode, String message, Instant at) {
        this(reason, exitCode, message, at, null);
    }

    public WorkEnd because(Reason other) {
        return new WorkEnd(other, exitCode, message, at, progress);
    }

    /** With what it said last. */
    public WorkEnd having(@Nullable WorkProgress last) {
        return new WorkEnd(reason, exitCode, message, at, last);
    }
}
