package io.isobar.broker.wire;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import java.time.Duration;

/** Whether and when a caller should try again. */
public final class RetryAdvice {
    /** Metadata of a failure that says when, in milliseconds. */
    public static final String KEY = "retry_after_ms";

    private static final Duration USUAL = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private RetryAdvice() {}

    public static boolean isRetryable(Reason reason) {
        return reason.kind() == Reason.Kind.UNAVAILABLE || reason.kind() == Reason.Kind.OVERLOADED;
    }

    /** From now; at least a millisecond, at most five minutes. */
    public static Duration delay(Failure failure) {
        var said = failure.metadata().get(KEY);
        if (said == null) {
            return USUAL;
        }
        try {
            return Duration.ofMillis(Math.clamp(Long.parseLong(said), 1, LONGEST.toMillis()));
        } catch (NumberFormatException notANumber) {
            return USUAL;
        }
    }
}
