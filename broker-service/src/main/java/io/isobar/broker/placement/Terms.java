package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.capacity.RegionFacts;
import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.capacity.SiteEnergy;
import io.isobar.broker.capacity.TrackRecord;
import io.isobar.broker.catalog.AcceleratorModel;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.market.BillingMode;
import io.isobar.broker.market.Offer;
import io.isobar.broker.placement.PortabilityGate.Way;
import io.isobar.broker.resource.Money;
import io.isobar.broker.resource.QuantityException;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a request and a kind of pool have to do with each other, whatever is free there and however it is priced. */
sealed interface Terms {
    /** It does not run on such a pool. */
    record RunsNot(Reason why) implements Terms {}

    /** It runs there, in these ways. */
    record Runs(List<WayTerms> ways) implements Terms {}

    static Terms of(PlacementEngine engine, PoolView pool, WorkloadSpec spec) {
        return switch (engine.gate().judge(pool.facts(), spec)) {
            case PortabilityGate.Verdict.RunsNot not -> new RunsNot(not.why().reason());
            case PortabilityGate.Verdict.Runs runs -> {
                var accelerator = pool.facts().accelerator();
                var model = accelerator == null ? null : accelerator.model();
                var ways = new ArrayList<WayTerms>();
                runs.ways().forEach(way -> ways.add(new WayTerms(spec, way, model, engine.policy())));
                yield new Runs(List.copyOf(ways));
            }
        };
    }

    /** One way. Not safe for concurrent use. */
    final class WayTerms {
        private static final int MOST_UNPRICED = 4_096;

        private final WorkloadSpec spec;
        private final Way way;
        private final Policy policy;
        private final ReplicaShape shape;
        private final RunTime runTime;
        private final Draw draw;
        private final Map<Unpriced, Bill> unpriced = new HashMap<>();

        private WayTerms(WorkloadSpec spec, Way way, @Nullable AcceleratorModel model, Policy policy) {
            this.spec = spec;
            this.way = way;
            this.policy = policy;
            this.shape = PlacementEngine.shapeOf(spec, way.units());
            this.runTime = RunTimes.of(spec, way, model, policy);
            this.draw = Draw.of(spec, way, shape, model, policy);
        }

        Way way() {
            return way;
        }

        ReplicaShape shape() {
            return shape;
        }

        /**
         * Where a candidate on a pool of this kind stands at best: as if all replicas started on as few nodes as there can be, and
         * no failure cost anything.
         *
         * @param price of the offer's unit, in the currency of the comparison
         */
        Rank atBest(RegionFacts region, TrackRecord record, Offer offer, Money price) {
            try {
                var bill = unpriced(region, offer.mode(), record.figures());
                var perHour =
                        switch (offer.unit()) {
                            case CARD_HOUR -> price.times((long) shape.units() * spec.replicas());
                            case CORE_HOUR -> price.times(shape.millicpus() * spec.replicas(), 1000);
                            case NODE_HOUR -> price;
                        };
                var total = runTime instanceof RunTime.Known known && bill.total() != null
                        ? bill.total().plus(known.weighed(perHour.perHourOver(known.time())))
                        : null;
                return rank(bill, Rank.money(total, perHour));
            } catch (QuantityException _) {
                // The bill says so when it comes to that.
                return new Rank(0, Long.MIN_VALUE, Long.MIN_VALUE, 0);
            }
        }

        private Rank rank(Bill bill, long money) {
            var time = runTime instanceof RunTime.Known known ? known.time().plus(bill.delay()) : null;
            return Rank.of(spec, way.choice(), spec.replicas(), bill.uncounted().isEmpty(), money, time, way.variant());
        }

        private record Unpriced(String region, SiteEnergy site, BillingMode mode, TrackRecord record) {}

        /**
         * All lines that are there whatever an hour costs, with the figures of the record. Only where its data must be brought does the region matter, and only where
         * carbon has a price its site.
         */
        private Bill unpriced(RegionFacts region, BillingMode mode, TrackRecord record) {
            var name = spec.data().isEmpty() ? "" : region.name().value();
            var site = policy.carbon().priceFor(spec) == null ? SiteEnergy.UNKNOWN : region.energy();
            if (unpriced.size() >= MOST_UNPRICED) {
                unpriced.clear();
            }
            return unpriced.computeIfAbsent(new Unpriced(name, site, mode, record), place -> {
                var nothing = new Quote(Money.zero(policy.currency()), "");
                var subject = new Bill.Subject(
                        spec,
                        place.region(),
                        place.site(),
                        nothing,
                        shape,
                        spec.replicas(),
                        mode,
                        runTime,
                        draw,
                        place.record());
                return Bill.of(subject, policy, new RateNotes(policy));
            });
        }
    }
}
