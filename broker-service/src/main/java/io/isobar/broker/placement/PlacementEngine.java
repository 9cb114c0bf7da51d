package io.isobar.broker.placement;

import io.isobar.broker.capacity.FederationView;
import io.isobar.broker.capacity.Fit;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.catalog.AcceleratorModel;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.learning.Corrections;
import io.isobar.broker.market.Offer;
import io.isobar.broker.network.Network;
import io.isobar.broker.resource.Conversion;
import io.isobar.broker.resource.DurationText;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.resource.QuantityException;
import io.isobar.broker.workload.WorkloadSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides where a workload runs.
 *
 * <p>A pure function of the view, the workload, the policy and the time: the same inputs give the same decision, on
 * the leader, in a plan and in a simulation. Each pool passes the gate or is refused with its reason; each offer of a
 * pool that passes is a candidate with its bill; the bill decides, and equal bills fall to a fixed order.
 */
public final class PlacementEngine {
    /** Only what was learned and what is known of links changes in it, by the thread that owns the book; whoever decides meanwhile decides by one or the other. */
    private volatile Policy policy;

    private final PortabilityGate gate;

    public PlacementEngine(Policy policy) {
        this.policy = policy;
        this.gate = new PortabilityGate(policy.catalog(), policy.allowedUnknowns());
    }

    /** From now on it knows what runs have taught. */
    void learn(Corrections newer) {
        policy = policy.knowing(newer);
    }

    /** From now on it reckons with such distances. */
    void reach(Network newer) {
        policy = policy.across(newer);
    }

    public Policy policy() {
        return policy;
    }

    /** Decides; a workload that its retry rule keeps from every region that could take it is let into them again. */
    public Decision decide(FederationView view, Asked asked, Instant now) {
        var decision = decideOnce(view, asked, now);
        return !decision.placed() && decision.refused().containsKey(Reason.REGION_AVOIDED)
                ? decideOnce(view, asked.avoidingNothing(), now)
                : decision;
    }

    private Decision decideOnce(FederationView view, Asked asked, Instant now) {
        if (asked.spec().mayHaveParts()) {
            return new GangPlanner(this).decide(view, asked, now);
        }
        var candidates = new ArrayList<Candidate>();
        var refusals = new ArrayList<Refusal>();
        var rates = new RateNotes(policy);
        for (var pool : view.pools()) {
            judge(pool, asked, now, rates, candidates, refusals);
        }
        candidates.sort(Preference.of(asked.spec()));
        var found = Findings.of(view, now, candidates, refusals, rates.notes());
        return DecisionWriter.write(view.version(), asked, now, policy, found);
    }

    /** About when it could start, where it finds no room now; empty where no end of running work that would make room is known. */
    public Optional<Forecast> forecast(FederationView view, Asked asked, Occupant.Source occupants, Instant now) {
        return Forecast.soonest(placesWhenEmpty(view, asked, now), occupants, now)
                .map(expected -> expected.forecast().notBefore(now));
    }

    /** Pools that would take the smallest gang if nothing ran there, as they are now. */
    List<Forecast.Place> placesWhenEmpty(FederationView view, Asked asked, Instant now) {
        var rates = new RateNotes(policy);
        var places = new ArrayList<Forecast.Place>();
        for (var pool : view.pools()) {
            var candidates = new ArrayList<Candidate>();
            judge(pool.whenEmpty(), asked, now, rates, candidates, new ArrayList<>());
            candidates.stream()
                    .min(Preference.of(asked.spec()))
                    .ifPresent(best -> places.add(new Forecast.Place(
                            pool,
                            best.shape(),
                            asked.spec().gang().minimum(),
                            takes(best, asked, now),
                            ReservationGate.own(pool, asked.spec()))));
        }
        return places;
    }

    /** Null: nobody knows. */
    private static @Nullable Duration takes(Candidate candidate, Asked asked, Instant now) {
        var end = candidate.endAt(asked.spec(), now);
        return end == null ? null : Duration.between(now, end);
    }

    PortabilityGate gate() {
        return gate;
    }

    /** Everything that one pool has to say: candidates, or one refusal. */
    void judge(
            PoolView pool,
            Asked asked,
            Instant now,
            RateNotes rates,
            List<Candidate> candidates,
            List<Refusal> refusals) {
        var administrative = AdministrativeGate.objection(pool, asked, policy.network())
                .or(() -> ReservationGate.objection(pool, asked.spec()));
        if (administrative.isPresent()) {
            refusals.add(refusal(pool, administrative.get()));
            return;
        }
        switch (gate.judge(pool.facts(), asked.spec())) {
            case PortabilityGate.Verdict.RunsNot not -> refusals.add(refusal(pool, not.why()));
            case PortabilityGate.Verdict.Runs runs -> {
                var sold = SaleGate.sold(
                        pool,
                        runs.ways(),
                        PortabilityGate.Way::units,
                        asked.spec().billing());
                if (sold.isEmpty()) {
                    refusals.add(refusal(pool, SaleGate.OBJECTION));
                } else {
                    judge(pool, sold, asked, now, rates, candidates, refusals);
                }
            }
        }
    }

    /** What a pool has to say that is known to let the workload in, and to run it in these ways, which it sells. */
    void judge(
            PoolView pool,
            List<PortabilityGate.Way> ways,
            Asked asked,
            Instant now,
            RateNotes rates,
            List<Candidate> candidates,
            List<Refusal> refusals) {
        int before = candidates.size();
        var objections = new ArrayList<Objection>();
        for (var way : ways) {
            fit(pool, asked, way, now, rates, candidates, objections);
        }
        holdBack(asked, candidates.subList(before, candidates.size()), objections, now);
        // A pool is refused where nothing of it is a candidate, and for one reason.
        if (candidates.size() == before) {
            objections.stream().reduce(Objection::further).ifPresent(why -> refusals.add(refusal(pool, why)));
        }
    }

    private static void holdBack(Asked asked, List<Candidate> candidates, List<Objection> objections, Instant now) {
        if (!asked.isRestricted()) {
            return;
        }
        candidates.removeIf(candidate -> {
            var why = asked.objection(candidate, now);
            why.ifPresent(objections::add);
            return why.isPresent();
        });
    }

    private void fit(
            PoolView pool,
            Asked asked,
            PortabilityGate.Way way,
            Instant now,
            RateNotes rates,
            List<Candidate> candidates,
            List<Objection> objections) {
        var spec = asked.spec();
        var shape = shapeOf(spec, way.units());
        var valid = pool.report().offers().stream()
                .filter(offer -> spec.billing().accepts(offer.mode()) && offer.isValidAt(now))
                .toList();
        var offers = valid.stream().filter(offer -> Quote.covers(offer, shape)).toList();
        // What nobody sells would not be had once there is room, either.
        if (offers.isEmpty()) {
            objections.add(unsold(pool, spec, valid));
            return;
        }
        int replicas = replicasThatStart(pool, asked, shape);
        if (pool.free().fit(shape, replicas) instanceof Fit.DoesNotFit not) {
            objections.add(new Objection(
                    not.reason(), not.evidence() + whatElseTakesIt(pool, shape, not.reason()), not.remedy()));
        } else {
            price(pool, spec, way, shape, replicas, offers, now, rates, candidates, objections);
        }
    }

    private static Objection unsold(PoolView pool, WorkloadSpec spec, List<Offer> valid) {
        if (!valid.isEmpty()) {
            var unit = valid.getFirst().unit().noun();
            return new Objection(
                    Reason.PRICE_UNKNOWN,
                    "a price per " + unit + " says nothing of work that takes no " + unit,
                    "The provider must offer a price per core or node for it.");
        }
        return new Objection(
                Reason.PRICE_UNKNOWN,
                "no valid offer with "
                        + spec.billing().modes().stream().map(Object::toString).collect(Collectors.joining(" or "))
                        + " among " + pool.report().offers().size());
    }

    private static String whatElseTakesIt(PoolView pool, ReplicaShape shape, Reason reason) {
        if (reason != Reason.INSUFFICIENT_CAPACITY && reason != Reason.FRAGMENTED) {
            return "";
        }
        var others = pool.report().foreign().inWords(shape);
        return (others.isEmpty() ? "" : "; in use by other work: " + others)
                + (pool.old() ? "; its report is old: of what it says is free half counts" : "");
    }

    private void price(
            PoolView pool,
            WorkloadSpec spec,
            PortabilityGate.Way way,
            ReplicaShape shape,
            int replicas,
            List<Offer> offers,
            Instant now,
            RateNotes rates,
            List<Candidate> candidates,
            List<Objection> objections) {
        if (pool.isStaleAt(now)) {
            objections.add(new Objection(
                    Reason.CAPACITY_STALE,
                    "last report " + DurationText.print(pool.ageAt(now).truncatedTo(ChronoUnit.SECONDS))
                            + " ago, valid for "
                            + DurationText.print(pool.report().validity())));
            return;
        }
        for (var offer : offers) {
            try {
                switch (candidate(pool, spec, way, shape, replicas, offer, now, rates)) {
                    case Priced.Good good -> candidates.add(good.candidate());
                    case Priced.Bad bad -> objections.add(bad.why());
                }
            } catch (QuantityException tooLarge) {
                objections.add(new Objection(Reason.PRICE_UNKNOWN, "the bill is too large: " + tooLarge.getMessage()));
            }
        }
    }

    private sealed interface Priced {
        record Good(Candidate candidate) implements Priced {}

        record Bad(Objection why) implements Priced {}
    }

    private Priced candidate(
            PoolView pool,
            WorkloadSpec spec,
            PortabilityGate.Way way,
            ReplicaShape shape,
            int replicas,
            Offer offer,
            Instant now,
            RateNotes rates) {
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
        var model = modelOf(pool);
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
        var late = slack == null ? lateness(pool, spec, runTime, bill, now) : slack.objection();
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

    private static @Nullable Objection lateness(
            PoolView pool, WorkloadSpec spec, RunTime runTime, Bill bill, Instant now) {
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

    /** What one replica takes: the least that its ranges allow. */
    static ReplicaShape shapeOf(WorkloadSpec spec, int units) {
        var resources = spec.resources();
        var memory =
                resources.memory() == null ? Memory.ZERO : resources.memory().minimum();
        return new ReplicaShape(units, resources.cpus().minimum().millis(), memory.bytes());
    }

    /** All of them; where they do not fit, as many as fit, but at least the gang's minimum. */
    private static int replicasThatStart(PoolView pool, Asked asked, ReplicaShape shape) {
        var spec = asked.spec();
        long room = Math.min(
                pool.free().room(shape, spec.replicas()), asked.allowance().replicas(shape));
        return (int) Math.max(spec.gang().minimum(), room);
    }

    private static @Nullable AcceleratorModel modelOf(PoolView pool) {
        var accelerator = pool.facts().accelerator();
        return accelerator == null ? null : accelerator.model();
    }

    private static Refusal refusal(PoolView pool, Objection why) {
        return new Refusal(
                pool.key(),
                pool.region().facts().provider(),
                why.reason(),
                why.evidence(),
                why.remedy(),
                pool.observedAt());
    }
}
