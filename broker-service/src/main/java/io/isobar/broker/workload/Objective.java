package io.isobar.broker.workload;

import io.isobar.broker.resource.CarbonMass;
import io.isobar.broker.resource.Money;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What makes one placement better than another.
 *
 * @param valueOfTime per hour; null: time is worth nothing
 * @param deadline it must have ended by then; null: none
 * @param carbonPrice for a tonne of CO2e, not negative; null: as its tenant has it, or none
 * @param maxCarbon most that the whole run may emit; null: any
 */
public record Objective(
        Kind minimise,
        @Nullable Money valueOfTime,
        @Nullable Instant deadline,
        @Nullable Money carbonPrice,
        @Nullable CarbonMass maxCarbon) {
    public static final Objective CHEAPEST = new Objective(Kind.COST, null, null);

    /** One that does not look at carbon. */
    public Objective(Kind minimise, @Nullable Money valueOfTime, @Nullable Instant deadline) {
        this(minimise, valueOfTime, deadline, null, null);
    }

    /** What is minimised. */
    public enum Kind {
        COST,
        TIME,
        BALANCED
    }
}
