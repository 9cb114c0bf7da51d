package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.market.Offer;
import io.isobar.broker.resource.Money;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One way to run a workload, with what it costs.
 *
 * @param modelId canonical catalogue id; null: no accelerator
 * @param choice index into the accelerator alternatives of the workload; 0 without accelerators
 * @param variant index into the variants of the workload
 * @param replicas that start: all of them, or the gang's minimum where no more fit
 * @param pricePerHour of the whole workload, in the currency of the comparison
 * @param bill empty where the run time is not known: then the price per hour decides
 * @param total of all lines: what decides; null where the run time is not known
 * @param delay before it can begin: its data must be there first
 * @param uncounted what should be in the bill and is not known, a sentence each
 * @param reportedAt when the region was looked at for the figures that were used, by the broker's clock
 * @param footprint the energy that it is expected to take, and what that emits
 * @param notes what a person should know of it, such as what could not be checked
 */
public record Candidate(
        PoolKey pool,
        String provider,
        Offer offer,
        @Nullable String modelId,
        int choice,
        int variant,
        int replicas,
        ReplicaShape shape,
        Money pricePerHour,
        RunTime runTime,
        List<BillLine> bill,
        @Nullable Money total,
        Duration delay,
        List<String> uncounted,
        Instant reportedAt,
        List<String> notes,
        Footprint footprint) {
    public Candidate {
        uncounted = List.copyOf(uncounted);
        bill = List.copyOf(bill);
        notes = List.copyOf(notes);
    }

    /** When it will have ended, if it begins now; null: that is not known. */
    @Nullable
    Instant endAt(WorkloadSpec spec, Instant now) {
        var longest = RunTimes.longest(runTime instanceof RunTime.Known known ? known.time() : null, spec);
        return longest == null ? null : now.plus(delay).plus(longest);
    }

    /**
     * When it will have ended in nine of ten cases, as far as runs have shown how they vary: what must not delay others is judged by
     * that. Never before {@link #endAt}; null: that is not known.
     */
    @Nullable
    Instant endBy(WorkloadSpec spec, Instant now) {
        var longest = RunTimes.longest(runTime instanceof RunTime.Known known ? known.latest() : null, spec);
        return longest == null ? null : now.plus(delay).plus(longest);
    }

    /** Of the lines that somebody is charged for; null where the run time is not known. */
    public @Nullable Money paid() {
        if (total == null) {
            return null;
        }
        var paid = Money.zero(total.currency());
        for (var line : bill) {
            paid = line.term().isPaid() ? paid.plus(line.amount()) : paid;
        }
        return paid;
    }

    /** The same, by figures that came then and say the same. */
    Candidate reportedAt(Instant then) {
        return new Candidate(
                pool,
                provider,
                offer,
                modelId,
                choice,
                variant,
                replicas,
                shape,
                pricePerHour,
                runTime,
                bill,
                total,
                delay,
                uncounted,
                then,
                notes,
                footprint);
    }

    /** The same with another bill. */
    Candidate with(List<BillLine> lines, Money sum) {
        return new Candidate(
                pool,
                provider,
                offer,
                modelId,
                choice,
                variant,
                replicas,
                shape,
                pricePerHour,
                runTime,
                lines,
                sum,
                delay,
                uncounted,
                reportedAt,
                notes,
                footprint);
    }
}
