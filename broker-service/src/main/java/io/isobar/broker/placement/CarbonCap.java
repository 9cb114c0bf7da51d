package io.isobar.broker.placement;

import io.isobar.broker.failure.Reason;
import io.isobar.broker.resource.CarbonMass;
import org.jspecify.annotations.Nullable;

/** The most that a run may emit. */
final class CarbonCap {
    private CarbonCap() {}

    /** Null: it emits no more, or may emit anything. */
    static @Nullable Objection objection(@Nullable CarbonMass most, Footprint footprint, String region) {
        if (most == null) {
            return null;
        }
        var carbon = footprint.carbon();
        if (carbon == null) {
            return new Objection(
                    Reason.CARBON_UNKNOWN,
                    "at most " + most.inWords() + " are allowed, and what it would emit in " + region
                            + " is not known: " + String.join("; ", footprint.unsaid()));
        }
        return carbon.compareTo(most) <= 0
                ? null
                : new Objection(
                        Reason.CARBON_ABOVE_MAXIMUM,
                        footprint.detail() + " = " + carbon.inWords() + ", the most allowed is " + most.inWords(),
                        "raise objective.maxCarbon to " + carbon);
    }
}
