package io.isobar.broker.placement;

import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.capacity.SiteEnergy;
import io.isobar.broker.capacity.TrackRecord;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.placement.BillLine.Basis;
import io.isobar.broker.placement.BillLine.Term;
import io.isobar.broker.resource.CarbonMass;
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
 * @param lines empty where the run time is not known; those that are paid first
 * @param total of all lines, by which placement decides; null where the run time is not known
 * @param delay before it can begin: its data must be there, and then it takes as long to start as the pool has shown
 * @param late how much later than that nine of ten starts are at most
 * @param lost hours beyond the undisturbed run time, by failures
 * @param uncounted what should be in the bill and is not known; unknown is not zero
 * @param footprint the energy that it takes, and what that emits
 */
record Bill(
        List<BillLine> lines,
        @Nullable Money total,
        Duration delay,
        Duration late,
        Duration lost,
        List<String> uncounted,
        Footprint footprint) {
    private static final double MILLIS_PER_HOUR = 3_600_000;

    /** What the bill is of. */
    record Subject(
            WorkloadSpec spec,
            String region,
            SiteEnergy site,
            Quote quote,
            ReplicaShape shape,
            int replicas,
            BillingMode mode,
            RunTime runTime,
            Draw draw,
            TrackRecord record) {
        long cards() {
            return (long) shape.units() * replicas;
        }

        double hazardPerHour(Hazards configured) {
            return configured.perHour(cards(), mode, record);
        }

        /** How much later than expected nine of ten starts are at most. */
        Duration late() {
            var starts = record.starts();
            return starts == null ? Duration.ZERO : starts.high().minus(starts.mean());
        }

        Footprint footprint(@Nullable Duration time) {
            return Footprint.of(draw, replicas, time, region, site);
        }
    }

    static Bill of(Subject subject, Policy policy, RateNotes rates) {
        var spec = subject.spec();
        var transfer = Transfer.of(spec.data(), subject.region(), policy.network(), rates);
        var uncounted = new ArrayList<>(transfer.unsaid());
        if (subject.record().startsAnyTime()) {
            uncounted.add(TrackNotes.ANY_TIME);
        }
        var delay = transfer.time().plus(subject.record().startDelay());
        var late = subject.late();
        if (!(subject.runTime() instanceof RunTime.Known known)) {
            return new Bill(List.of(), null, delay, late, Duration.ZERO, uncounted, subject.footprint(null));
        }
        double hours = known.time().toMillis() / MILLIS_PER_HOUR;
        var lost = Duration.ZERO;
        var lostDetail = "";
        switch (Loss.of(subject.hazardPerHour(policy.hazards()), hours, spec.checkpoint())) {
            case Loss.Unsaid unsaid -> uncounted.add(unsaid.why());
            case Loss.Expected expected -> {
                lost = Duration.ofMillis(Math.round(expected.hours() * MILLIS_PER_HOUR));
                lostDetail = expected.detail();
            }
        }
        var lines = new ArrayList<BillLine>();
        var quote = subject.quote();
        lines.add(new BillLine(
                Term.COMPUTE,
                quote.perHour().perHourOver(known.time()),
                known.basis(),
                quote.detail() + " x " + RunTimes.hours(hours) + " (" + known.detail() + ")"));
        if (!transfer.detail().isEmpty()) {
            lines.add(new BillLine(Term.DATA, transfer.price(), transfer.basis(), transfer.detail()));
        }
        if (!lost.isZero()) {
            lines.add(new BillLine(
                    Term.FAILURE,
                    quote.perHour().perHourOver(lost),
                    TrackNotes.basis(subject.cards(), subject.mode(), subject.record()),
                    lostDetail + TrackNotes.hazards(subject.cards(), subject.mode(), subject.record())));
        }
        addWaiting(
                spec.objective().valueOfTime(),
                delay.plus(known.time()).plus(lost),
                known.basis(),
                rates,
                lines,
                uncounted);
        var footprint = subject.footprint(known.time().plus(lost));
        addCarbon(policy.carbon().priceFor(spec), footprint, rates, lines, uncounted);
        if (known.credit().thousandths() > 0) {
            lines.add(new BillLine(
                    Term.LEARNING,
                    Money.zero(policy.currency())
                            .minus(known.worthTrying(lines.getFirst().amount())),
                    Basis.ESTIMATED,
                    learning(known.credit())));
        }
        return new Bill(lines, sum(lines, policy), delay, late, lost, uncounted, footprint);
    }

    private static String learning(RunTime.Credit credit) {
        return credit.isFirst()
                ? "for what a first run of its family there would teach: expected to cost so much more at most"
                : "what a run there would teach of its run time: " + credit.thousandths() / 10.0 + " % of its price";
    }

    private static Money sum(List<BillLine> lines, Policy policy) {
        return lines.stream().map(BillLine::amount).reduce(Money.zero(policy.currency()), Money::plus);
    }

    private static void addWaiting(
            @Nullable Money value,
            Duration until,
            Basis basis,
            RateNotes rates,
            List<BillLine> lines,
            List<String> uncounted) {
        if (value == null || value.isZero()) {
            return;
        }
        if (!(rates.convert(value) instanceof Conversion.Converted converted)) {
            uncounted.add("the value of time: no exchange rate for " + value.currency());
            return;
        }
        lines.add(new BillLine(
                Term.WAITING,
                converted.money().perHourOver(until),
                basis,
                "value of time " + value + "/h x " + RunTimes.hours(until.toMillis() / MILLIS_PER_HOUR)
                        + " until it ends"));
    }

    private static void addCarbon(
            @Nullable Money price, Footprint footprint, RateNotes rates, List<BillLine> lines, List<String> uncounted) {
        var carbon = footprint.carbon();
        if (price == null || price.isZero()) {
            return;
        }
        if (carbon == null) {
            footprint.unsaid().forEach(unsaid -> uncounted.add("carbon: " + unsaid));
            return;
        }
        if (!(rates.convert(price) instanceof Conversion.Converted converted)) {
            uncounted.add("carbon: no exchange rate for " + price.currency());
            return;
        }
        lines.add(new BillLine(
                Term.CARBON,
                converted.money().times(carbon.grams(), CarbonMass.GRAMS_PER_TONNE),
                Basis.ESTIMATED,
                footprint.detail() + " = " + carbon.inWords() + " x " + price + "/t"));
    }
}
