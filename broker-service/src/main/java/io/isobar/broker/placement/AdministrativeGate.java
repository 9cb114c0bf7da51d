package io.isobar.broker.placement;

import io.isobar.broker.capacity.Link;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.network.Network;
import io.isobar.broker.resource.DurationText;
import io.isobar.broker.workload.ComputeClass;
import io.isobar.broker.workload.LatencyRule;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** May the workload go there at all? Asks, in this order: cordon, link, quarantine, regions, residency, latency, avoidance, neighbours, class. */
final class AdministrativeGate {
    private AdministrativeGate() {}

    /** Whether the pool takes work at all at the moment, whoever asks. */
    static boolean isOpen(PoolView pool) {
        var region = pool.region();
        return region.link() == Link.CONNECTED
                && !region.cordoned()
                && pool.quarantine().isEmpty();
    }

    static Optional<Objection> objection(PoolView pool, Asked asked, Network network) {
        var region = pool.region();
        var name = region.name().value();
        var rules = asked.spec().placement();
        if (region.cordoned()) {
            var note = region.cordonNote();
            return refuse(
                    Reason.REGION_CORDONED,
                    name + " is cordoned" + (note == null || note.isEmpty() ? "" : ": " + note),
                    "isobar region uncordon " + name);
        }
        if (region.link() != Link.CONNECTED) {
            return refuse(Reason.REGION_SUSPECT, name + " is " + linkInWords(region.link()));
        }
        if (!pool.quarantine().isEmpty()) {
            return refuse(Reason.POOL_QUARANTINED, pool.quarantine());
        }
        if (!rules.regions().isEmpty() && !rules.regions().contains(name)) {
            return refuse(Reason.REGION_NOT_ALLOWED, "placement.regions allows only " + rules.regions());
        }
        if (rules.exclude().contains(name)) {
            return refuse(Reason.REGION_NOT_ALLOWED, "placement.exclude names " + name);
        }
        var provider = region.facts().provider();
        if (!rules.providers().isEmpty() && !rules.providers().contains(provider)) {
            return refuse(
                    Reason.REGION_NOT_ALLOWED,
                    name + " is of " + provider + ", placement.providers allows only " + rules.providers());
        }
        if (rules.excludeProviders().contains(provider)) {
            return refuse(
                    Reason.REGION_NOT_ALLOWED,
                    name + " is of " + provider + ", which placement.excludeProviders names");
        }
        if (!rules.residency().isEmpty()) {
            var country = region.facts().place().country();
            if (country == null || !rules.residency().contains(country)) {
                return refuse(
                        Reason.RESIDENCY,
                        name + " lies in " + (country == null ? "an unknown country" : country) + ", allowed: "
                                + rules.residency());
            }
        }
        var far = rules.latency() == null ? null : tooFar(rules.latency(), name, network);
        if (far != null) {
            return Optional.of(far);
        }
        if (asked.avoided().contains(name)) {
            return refuse(Reason.REGION_AVOIDED, "an earlier attempt in " + name + " failed");
        }
        var kept = asked.vicinity().objectionTo(name);
        if (kept != null) {
            return Optional.of(kept);
        }
        // Processors and accelerators are asked for by what they are; only a supercomputer is asked for by its kind.
        if (asked.spec().computeClass() == ComputeClass.SUPER && region.facts().computeClass() != ComputeClass.SUPER) {
            var offered = region.facts().computeClass();
            return refuse(
                    Reason.COMPUTE_CLASS,
                    "super computing is asked for, " + name + " offers "
                            + (offered == null ? "an undeclared class" : offered));
        }
        return Optional.empty();
    }

    private static @Nullable Objection tooFar(LatencyRule rule, String region, Network network) {
        if (rule.from().equals(region)) {
            return null;
        }
        var roundTrip = network.roundTrip(rule.from(), region).orElse(null);
        if (roundTrip == null) {
            return new Objection(
                    Reason.LATENCY_UNKNOWN,
                    "nothing is known of the round trip between " + rule.from() + " and " + region + ", at most "
                            + DurationText.print(rule.atMost()) + " is allowed",
                    "The operator must add rtt_ms from " + rule.from() + " to " + region
                            + " to the table of links, or the agent of " + region + " must probe " + rule.from() + ".");
        }
        return roundTrip.compareTo(rule.atMost()) <= 0
                ? null
                : new Objection(
                        Reason.LATENCY_ABOVE_MAXIMUM,
                        "the round trip between " + rule.from() + " and " + region + " takes " + millis(roundTrip)
                                + (network.isMeasured(rule.from(), region) ? " as measured" : "") + ", at most "
                                + millis(rule.atMost()) + " is allowed",
                        "Raise placement.latency.atMost to " + DurationText.print(roundUp(roundTrip)) + ".");
    }

    private static String millis(Duration duration) {
        return BigDecimal.valueOf(duration.toNanos(), 6).stripTrailingZeros().toPlainString() + " ms";
    }

    /** To what a workload file can say. */
    private static Duration roundUp(Duration duration) {
        return Duration.ofMillis(duration.plusNanos(999_999).toMillis());
    }

    private static String linkInWords(Link link) {
        return switch (link) {
            case CONNECTED -> "connected";
            case SYNCHRONISING -> "connected, and its full report is still coming in";
            case SUSPECT -> "not connected";
            case FENCED -> "not connected, and told to stop its work";
            case LOST -> "not connected, and its work was given up";
            case AWAITED -> "not connected since the broker started";
        };
    }

    private static Optional<Objection> refuse(Reason reason, String evidence) {
        return Optional.of(new Objection(reason, evidence));
    }

    private static Optional<Objection> refuse(Reason reason, String evidence, String remedy) {
        return Optional.of(new Objection(reason, evidence, remedy));
    }
}
