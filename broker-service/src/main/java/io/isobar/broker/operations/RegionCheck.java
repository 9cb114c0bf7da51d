package io.isobar.broker.operations;

import io.isobar.broker.capacity.ClockOffset;
import io.isobar.broker.capacity.Link;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.operations.RegionOperations.LinkCheck;
import io.isobar.broker.operations.RegionOperations.Shown;
import io.isobar.broker.resource.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** What is found at the link of a region. */
final class RegionCheck {
    /**
     * What no clock that is kept by NTP is off by. Nothing depends on it; but logs of two machines can no longer be laid side
     * by side.
     */
    private static final Duration LARGEST_SKEW = Duration.ofSeconds(1);

    private RegionCheck() {}

    static LinkCheck of(Shown shown, Instant now) {
        var region = shown.region();
        var problems = new ArrayList<String>();
        var remedies = new ArrayList<String>();
        if (region.link() != Link.CONNECTED) {
            problems.add(inWords(region.link()));
            remedies.add("start its agent, or look at the agent's log");
        }
        var clock = region.clock();
        if (clock != null && clock.exceeds(LARGEST_SKEW)) {
            remedies.add("set the clock of its agent (NTP): "
                    + print(clock.ahead().abs()) + (clock.ahead().isNegative() ? " behind" : " ahead")
                    + "; work and figures are dated right even so, its logs are not");
        }
        long quarantined = shown.pools().stream()
                .filter(pool -> !pool.quarantine().isEmpty())
                .count();
        if (quarantined > 0) {
            remedies.add(quarantined + " pools are quarantined: isobar describe region " + region.name());
        }
        long stale = shown.pools().stream().filter(pool -> pool.isStaleAt(now)).count();
        if (stale > 0 && region.link() == Link.CONNECTED) {
            remedies.add(stale + " pools are stale: look at the agent's log");
        }
        var finding = new ArrayList<String>(problems);
        finding.add("heard " + age(region.lastHeardAt(), now));
        finding.add("clock " + (clock == null ? "not measured" : inWords(clock)));
        finding.add("inventory " + age(inventoryAt(shown), now));
        if (region.cordoned()) {
            finding.add("cordoned");
        }
        return new LinkCheck(
                "region",
                region.name().value(),
                remedies.isEmpty(),
                String.join(", ", finding),
                String.join("; ", remedies),
                region.roundTrip());
    }

    private static @Nullable Instant inventoryAt(Shown shown) {
        return shown.pools().stream()
                .map(PoolView::observedAt)
                .min(Instant::compareTo)
                .orElse(null);
    }

    private static String inWords(Link link) {
        return switch (link) {
            case CONNECTED -> "connected";
            case SYNCHRONISING -> "its full report is still coming in";
            case SUSPECT -> "not connected";
            case FENCED -> "not connected; its work is about to be given up";
            case LOST -> "not connected; its work was given up";
            case AWAITED -> "not connected since the broker started";
        };
    }

    private static String inWords(ClockOffset clock) {
        return (clock.ahead().isNegative() ? "-" : "+") + print(clock.ahead().abs()) + " +- "
                + print(clock.uncertainty());
    }

    private static String age(@Nullable Instant time, Instant now) {
        return time == null ? "never" : print(Duration.between(time, now)) + " ago";
    }

    private static String print(Duration duration) {
        var positive = duration.isNegative() ? Duration.ZERO : duration;
        return DurationText.print(positive.truncatedTo(
                positive.compareTo(Duration.ofSeconds(1)) < 0 ? ChronoUnit.MILLIS : ChronoUnit.SECONDS));
    }
}
