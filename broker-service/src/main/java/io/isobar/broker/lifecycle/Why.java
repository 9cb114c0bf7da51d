package io.isobar.broker.lifecycle;

import io.isobar.broker.failure.Reason;
import java.time.Instant;

/**
 * Why something is in its state.
 *
 * @param reason what brought it there
 * @param message for a person; may be empty
 * @param actor who did: "user", "broker" or "region NAME"
 * @param since when
 */
public record Why(Reason reason, String message, String actor, Instant since) {
    static Why byBroker(Reason reason, String message, Instant now) {
        return new Why(reason, message, "broker", now);
    }

    static Why byUser(Reason reason, String message, Instant now) {
        return new Why(reason, message, "user", now);
    }

    static Why byRegion(Assignment where, Reason reason, String message, Instant now) {
        return new Why(reason, message, "region " + where.pool().region(), now);
    }
}
