package io.isobar.broker.catalog;

import java.util.Locale;
import java.util.Optional;

/** How far the figures of an entry can be trusted. */
public enum Confidence {
    /** Several sources agree. */
    HIGH,
    /** One good source, or sources that differ a little. */
    MEDIUM,
    /** Measured by somebody, not only claimed by the vendor. */
    MEASURED,
    /** Some figures are known and others are left empty. */
    PARTIAL,
    /** Sources contradict one another, or there is hardly one. */
    LOW;

    static Optional<Confidence> of(String text) {
        for (Confidence confidence : values()) {
            if (confidence.name().toLowerCase(Locale.ROOT).equals(text)) {
                return Optional.of(confidence);
            }
        }
        return Optional.empty();
    }
}
