package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.market.Offer;
import io.isobar.broker.resource.Conversion;
import io.isobar.broker.resource.DurationText;
import io.isobar.broker.resource.QuantityException;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a candidate of an offer of a pool that has room: its bill, and what of it the workload does not allow. */
record OfferPricing(Policy policy, RateNotes rates, Instant now) {
    /** What an offer comes to. */
    sealed interface Priced {
        record Good(Candidate candidate) implements Priced {}

        record Bad(Objection why) implements Priced {}
    }

    /**
     * What so many replicas come to at an offer.
     *
     * @throws QuantityException where the bill is too large to be reckoned
     */
    Priced of(
            PoolView pool, WorkloadSpec spec, PortabilityGate.Way way, ReplicaShape shape, int replicas, Offer offer) {
        if (!(rates.convert(offer.price()) instanceof Conversion.Converted unitPrice)) {
            return new Priced.Bad(new Objection(
                    Reason.EXCHANGE_RATE_UNKNOWN,
                    "no rate from " + offer.price().currency() + " to " + policy.currency()));
        }
        var converted = new Offer(offer.mode(), offer.unit(), unitPrice.money(), offer.validUntil());
        var quote = Quote.of(converted, shape, replicas, pool.free());
        var limit = spec.placement().maxPricePerHour();
        if (limit != null) {
            if (!(rates.convert(limit) instanceof Conversion.Converted most)) {
                return new Priced.Bad(new Objection(
                        Reason.EXCHANGE_RATE_UNKNOWN, "no rate from " + limit.currency() + " to " + policy.currency()));
            }
            if (quote.perHour().compareTo(most.money()) > 0) {
                return new Priced.Bad(new Objection(
                        Reason.PRICE_ABOVE_MAXIMUM,
                        quote.detail() + " = " + quote.perHour() + "/h, the most allowed is " + most.money() + "/h",
                        "raise placement.maxPricePerHour to " + quote.perHour()));
            }
        }
        var model = PlacementEngine.modelOf(pool);
        var runTime = RunTimes.of(spec, way, model, policy);
        var region = pool.key().region().value();
        var site = pool.region().facts().energy();
        var draw = Draw.of(spec, way, shape, model, policy);
        var subject = new Bill.Subject(
                spec, region, site, quote, shape, replicas, offer.mode(), runTime, draw, pool.record());
        var bill = Bill.of(subject, policy, rates);
        var emits = CarbonCap.objection(spec.objective().maxCarbon(), bill.footprint(), region);
        if (emits != null) {
            return new Priced.Bad(emits);
        }
        if (spec.objective().deadline() != null && pool.record().startsAnyTime()) {
            return new Priced.Bad(new Objection(Reason.DEADLINE, "not known: " + TrackNotes.ANY_TIME));
        }
        var slack = SpotSlack.of(subject, bill, policy, now);
        var late = slack == null ? lateness(pool, spec, runTime, bill) : slack.objection();
        if (late != null) {
            return new Priced.Bad(late);
        }
        var closed = MaintenanceCheck.objection(pool, spec, runTime, bill, now);
        if (closed != null) {
            return new Priced.Bad(closed);
        }
        var candidate = new Candidate(
                pool.key(),
                pool.region().facts().provider(),
                offer,
                model == null ? null : model.id(),
                way.choice(),
                way.variant(),
                replicas,
                shape,
                quote.perHour(),
                runTime,
                bill.lines(),
                bill.total(),
                bill.delay(),
                bill.uncounted(),
                pool.observedAt(),
                and(
                        and(and(way.notes(), slack == null ? null : slack.note()), ReservationGate.note(pool, spec)),
                        TrackNotes.start(pool.record())),
                bill.footprint());
        return new Priced.Good(StrandingLine.weigh(candidate, StrandingLine.stranded(candidate, pool)));
    }

    private static List<String> and(List<String> notes, @Nullable String another) {
        if (another == null) {
            return notes;
        }
        var all = new ArrayList<>(notes);
        all.add(another);
        return all;
    }

    private @Nullable Objection lateness(PoolView pool, WorkloadSpec spec, RunTime runTime, Bill bill) {
        var deadline = spec.objective().deadline();
        if (deadline == null) {
            return null;
        }
        return switch (runTime) {
            case RunTime.Unknown unknown -> new Objection(Reason.RUN_TIME_UNKNOWN, unknown.why());
            case RunTime.Known known -> {
                var end = now.plus(bill.delay())
                        .plus(bill.late())
                        .plus(known.time())
                        .plus(bill.lost());
                yield end.isAfter(deadline)
                        ? new Objection(
                                Reason.DEADLINE,
                                "placed now it ends " + end.truncatedTo(ChronoUnit.SECONDS) + " ("
                                        + DurationText.print(known.time()) + " of work" + more(pool, bill)
                                        + "), the deadline is " + deadline)
                        : null;
            }
        };
    }

    private static String more(PoolView pool, Bill bill) {
        var start = pool.record().startDelay();
        var data = bill.delay().minus(start);
        var most = start.plus(bill.late());
        return (data.isZero() ? "" : ", " + DurationText.print(data) + " until its data are there")
                + (most.isZero() ? "" : ", up to " + DurationText.print(most) + " until it starts")
                + (bill.lost().isZero() ? "" : ", " + DurationText.print(bill.lost()) + " lost to failures");
    }
}
