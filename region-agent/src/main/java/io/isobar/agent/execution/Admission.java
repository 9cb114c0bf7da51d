package io.isobar.agent.execution;

import io.isobar.agent.admission.AdmissionBook;
import io.isobar.agent.admission.AdmissionDecision;
import io.isobar.agent.admission.AdmissionDecision.Admitted;
import io.isobar.agent.admission.AdmissionDecision.Refused;
import io.isobar.agent.admission.Refusal;
import io.isobar.agent.driver.AttemptKey;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.lease.Lease;
import java.util.Optional;
import java.util.function.Function;

/**
 * Whether the region takes an order that it does not know yet. Capacity is asked for last: whatever else speaks against the order,
 * nothing is held for it.
 */
final class Admission {
    /** Attempts that are live, or ended and not forgotten. */
    private static final int MAX_ATTEMPTS = 100_000;

    private final AdmissionBook capacity;
    private final Function<LaunchOrder, Optional<Refusal>> vet;
    private final RegionCounters counters;
    private final Lease lease;
    private final EpochFence fence;
    private final AttemptBook attempts;

    /** Changes {@code capacity}, and only asks the others. */
    Admission(
            AdmissionBook capacity,
            Function<LaunchOrder, Optional<Refusal>> vet,
            RegionCounters counters,
            Lease lease,
            EpochFence fence,
            AttemptBook attempts) {
        this.capacity = capacity;
        this.vet = vet;
        this.counters = counters;
        this.lease = lease;
        this.fence = fence;
        this.attempts = attempts;
    }

    AdmissionDecision decide(LaunchOrder order) {
        AdmissionDecision decision = refusalBeforeCapacity(order)
                .<AdmissionDecision>map(Refused::new)
                .orElseGet(() -> capacity.admit(order.key().id(), order.demand()));
        switch (decision) {
            case Admitted admitted -> counters.admitted();
            case Refused refused -> counters.refused(refused.refusal().reason());
        }
        return decision;
    }

    private Optional<Refusal> refusalBeforeCapacity(LaunchOrder order) {
        AttemptKey key = order.key();
        if (lease.isOver()) {
            return Optional.of(new Refusal(
                    Reason.REGION_LOST,
                    "the region's lease has run out; it starts nothing until the broker renews it"));
        }
        if (fence.refuses(key.workload(), key.epoch())) {
            return Optional.of(new Refusal(
                    Reason.STALE_EPOCH,
                    "epoch " + key.epoch() + " is over; the lowest that may start is " + fence.lowest(key.workload())));
        }
        if (attempts.size() >= MAX_ATTEMPTS) {
            return Optional.of(new Refusal(
                    Reason.OVERLOADED, "the region keeps " + attempts.size() + " attempts, which is its limit"));
        }
        return vet.apply(order);
    }
}
