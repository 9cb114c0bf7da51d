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
        var pricing = new OfferPricing(policy, rates, now);
        for (var offer : offers) {
            try {
                switch (pricing.of(pool, spec, way, shape, replicas, offer)) {
                    case OfferPricing.Priced.Good good -> candidates.add(good.candidate());
                    case OfferPricing.Priced.Bad bad -> objections.add(bad.why());
                }
            } catch (QuantityException tooLarge) {
                objections.add(new Objection(Reason.PRICE_UNKNOWN, "the bill is too large: " + tooLarge.getMessage()));
            }
        }
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

    static @Nullable AcceleratorModel modelOf(PoolView pool) {
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
