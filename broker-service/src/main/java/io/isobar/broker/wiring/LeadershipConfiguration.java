package io.isobar.broker.wiring;

import io.isobar.broker.resource.DurationText;
import java.time.Duration;

/** For how long the lead is taken, read and checked. */
final class LeadershipConfiguration {
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofMinutes(1);

    private LeadershipConfiguration() {}

    static Duration lease(BrokerConfiguration.Leadership leadership) {
        var lease = DurationText.parse(leadership.lease());
        if (lease.compareTo(LEAST) < 0 || lease.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(
                    "isobar.broker.leadership.lease must be 1s to 1m, is " + leadership.lease());
        }
        return lease;
    }
}
