package io.isobar.broker.workload;

import io.isobar.broker.resource.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What makes one placement better than another.
 *
 * @param valueOfTime per hour; null: time is worth nothing
 * @param deadline it must have ended by then; null: none
 */
public record Objective(
        Kind minimise,
        @Nullable Money valueOfTime,
        @Nullable Instant deadline) {
    public static final Objective CHEAPEST = new Objective(Kind.COST, null, null);

    /** What is minimised. */
    public enum Kind {
        COST,
        TIME,
        BALANCED
    }
}
