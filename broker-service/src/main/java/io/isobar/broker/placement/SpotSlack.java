package io.isobar.broker.placement;

import io.isobar.broker.failure.Reason;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.resource.DurationText;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The time that work on spot capacity can lose and still meet its deadline on capacity that stays: what is left until the deadline
 * beyond the work, with the loss that is expected there, a start now, the checkpoint interval that a reclaim loses, and a start
 * after it (the safety net of "Can't Be Late", Wu et al., NSDI 2024). Reckoned as if capacity that stays ran as fast as the spot
 * capacity does and were there when it is wanted.
 *
 * @param slack negative: spot capacity may not be taken any more
 */
record SpotSlack(Duration slack, Duration needed, Instant deadline, Instant now) {
    /**
     * Null where a deadline is no matter of slack: on capacity that stays, where nothing else than spot capacity may be taken, or where
     * it is not known what a reclaim loses. Then what is expected to be lost is all that can be said.
     */
    static @Nullable SpotSlack of(Bill.Subject subject, Bill bill, Policy policy, Instant now) {
        var spec = subject.spec();
        var deadline = spec.objective().deadline();
        var checkpoint = spec.checkpoint();
        if (subject.mode() != BillingMode.SPOT
                || deadline == null
                || checkpoint == null
                || checkpoint.every() == null
                || checkpoint.restartTakes() == null
                || !canFallBack(spec)
                || !(subject.runTime() instanceof RunTime.Known known)) {
            return null;
        }
        double hours = known.time().toMillis() / 3_600_000.0;
        double hazard = policy.hazards().perHour(subject.cards(), BillingMode.ON_DEMAND, subject.record());
        if (!(Loss.of(hazard, hours, checkpoint) instanceof Loss.Expected expected)) {
            return null;
        }
        var needed = bill.delay()
                .plus(bill.late())
                .plus(known.time())
                .plus(Duration.ofMillis(Math.round(expected.hours() * 3_600_000)))
                .plus(checkpoint.every())
                .plus(checkpoint.restartTakes().multipliedBy(2));
        return new SpotSlack(Duration.between(now, deadline).minus(needed), needed, deadline, now);
    }

    private static boolean canFallBack(WorkloadSpec spec) {
        return spec.billing().modes().stream().anyMatch(mode -> mode != BillingMode.SPOT);
    }

    /** Null while there is some. */
    @Nullable
    Objection objection() {
        return slack.isNegative()
                ? new Objection(
                        Reason.DEADLINE,
                        "spot: no slack to lose it and still end by " + deadline
                                + ": work, checkpoint and two starts need "
                                + DurationText.print(needed.truncatedTo(ChronoUnit.SECONDS)))
                : null;
    }

    String note() {
        return String.format(
                Locale.ROOT,
                "spot: %.1f h of slack; without progress it falls back to capacity that stays at %s",
                slack.toSeconds() / 3600.0,
                now.plus(slack).truncatedTo(ChronoUnit.SECONDS));
    }
}
