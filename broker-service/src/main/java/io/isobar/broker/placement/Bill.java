package io.isobar.broker.placement;

import io.isobar.broker.market.BillingMode;
import io.isobar.broker.placement.BillLine.Basis;
import io.isobar.broker.placement.BillLine.Term;
import io.isobar.broker.resource.Conversion;
import io.isobar.broker.resource.Money;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that running a workload somewhere is expected to cost, line by line.
 *
 * @param lines empty where the run time is not known
 * @param total null where the run time is not known
 * @param delay before it can begin: its data must be there
 * @param lost hours beyond the undisturbed run time, by failures
 * @param uncounted what should be in the bill and is not known; unknown is not zero
 */
record Bill(List<BillLine> lines, @Nullable Money total, Duration delay, Duration lost, List<String> uncounted) {
    private static final double MILLIS_PER_HOUR = 3_600_000;

    /** What the bill is of. */
    record Subject(WorkloadSpec spec, String region, Quote quote, long cards, BillingMode mode, RunTime runTime) {}

    static Bill of(Subject subject, Policy policy, RateNotes rates) {
        var spec = subject.spec();
        var transfer = Transfer.of(spec.data(), subject.region(), policy.network(), rates);
        var uncounted = new ArrayList<>(transfer.unsaid());
        if (!(subject.runTime() instanceof RunTime.Known known)) {
            return new Bill(List.of(), null, transfer.time(), Duration.ZERO, uncounted);
        }
        double hours = known.time().toMillis() / MILLIS_PER_HOUR;
        var lost = Duration.ZERO;
        var lostDetail = "";
        switch (Loss.of(policy.hazards().perHour(subject.cards(), subject.mode()), hours, spec.checkpoint())) {
            case Loss.Unsaid unsaid -> uncounted.add(unsaid.why());
            case Loss.Expected expected -> {
                lost = Duration.ofMillis(Math.round(expected.hours() * MILLIS_PER_HOUR));
                lostDetail = expected.detail();
            }
        }
        var basis = known.basis();
        var lines = new ArrayList<BillLine>();
        var quote = subject.quote();
        lines.add(new BillLine(
                Term.COMPUTE,
                quote.perHour().perHourOver(known.time()),
                basis,
                quote.detail() + " x " + RunTimes.hours(hours) + " (" + known.detail() + ")"));
        if (!transfer.detail().isEmpty()) {
            lines.add(new BillLine(Term.DATA, transfer.price(), Basis.ESTIMATED, transfer.detail()));
        }
        var value = spec.objective().valueOfTime();
        if (value != null && !value.isZero() && rates.convert(value) instanceof Conversion.Converted converted) {
            var until = transfer.time().plus(known.time()).plus(lost);
            lines.add(new BillLine(
                    Term.WAITING,
                    converted.money().perHourOver(until),
                    basis,
                    "value of time " + value + "/h x " + RunTimes.hours(until.toMillis() / MILLIS_PER_HOUR)
                            + " until it ends"));
        }
        if (!lost.isZero()) {
            lines.add(new BillLine(Term.FAILURE, quote.perHour().perHourOver(lost), Basis.ESTIMATED, lostDetail));
        }
        var total = lines.stream().map(BillLine::amount).reduce(Money.zero(policy.currency()), Money::plus);
        return new Bill(lines, total, transfer.time(), lost, uncounted);
    }
}
