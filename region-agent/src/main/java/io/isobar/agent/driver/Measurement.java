package io.isobar.agent.driver;

import java.time.Instant;

/**
 * A figure that a driver read from its region. A figure that is not known is left out.
 *
 * @param value finite; shares are 0 to 1, memory is in bytes
 * @param measured read from the thing itself; else it was derived
 */
public record Measurement(Quantity quantity, double value, boolean measured, Instant at) {
    /** What can be measured by a driver. */
    public enum Quantity {
        CPU_UTILISATION,
        ACCELERATOR_UTILISATION,
        MEMORY_USED,
        MEMORY_TOTAL,
        QUEUE_LENGTH
    }

    public Measurement {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(quantity + " must be finite, not " + value);
        }
    }
}
