package io.isobar.broker.placement;

import io.isobar.broker.capacity.Maintenance;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.resource.DurationText;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Whether work would still run when the maintenance of its region begins. */
final class MaintenanceCheck {
    private MaintenanceCheck() {}

    /** What keeps work from a region that would begin there now; null: nothing does. */
    static @Nullable Objection objection(PoolView pool, WorkloadSpec spec, RunTime runTime, Bill bill, Instant now) {
        var region = pool.region();
        var window = region.maintenance();
        if (window == null || window.isOverAt(now)) {
            return null;
        }
        var takes = pool.record().startsAnyTime() ? null : takes(spec, runTime, bill);
        if (!window.earliest(now, takes).isAfter(now)) {
            return null;
        }
        var name = region.name() + note(window);
        if (!now.isBefore(window.from())) {
            return new Objection(
                    Reason.MAINTENANCE,
                    name + " is in maintenance until " + window.until(),
                    "Wait until " + window.until() + ".");
        }
        var left = Duration.between(now, window.from()).minus(bill.delay()).minus(bill.late());
        var most = left.truncatedTo(ChronoUnit.MINUTES);
        var would = takes == null
                ? "nobody knows when this would end, and such work is not begun within "
                        + DurationText.print(window.lead()) + " before it"
                : "this would end at " + now.plus(takes).truncatedTo(ChronoUnit.SECONDS);
        return new Objection(
                Reason.MAINTENANCE,
                "the maintenance of " + name + " begins at " + window.from() + "; " + would,
                most.isPositive()
                        ? "Set spec.timeLimit to " + DurationText.print(most) + " or less, or wait until "
                                + window.until() + "."
                        : "Wait until " + window.until() + ".");
    }

    /** From now until it has ended: until its data are there and it has started, its work, and what failures cost, as far as its limit lets it run. */
    private static @Nullable Duration takes(WorkloadSpec spec, RunTime runTime, Bill bill) {
        var work = runTime instanceof RunTime.Known known ? known.time().plus(bill.lost()) : null;
        var longest = RunTimes.longest(work, spec);
        return longest == null ? null : bill.delay().plus(bill.late()).plus(longest);
    }

    private static String note(Maintenance window) {
        return window.note().isEmpty() ? "" : " (" + window.note() + ")";
    }
}
