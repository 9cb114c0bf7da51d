package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.capacity.Stranding;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.market.Offer;
import io.isobar.broker.placement.Contender.Priced;
import io.isobar.broker.placement.Contender.Verdict;
import io.isobar.broker.placement.PortabilityGate.Way;
import io.isobar.broker.placement.Terms.WayTerms;
import io.isobar.broker.workload.Objective;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the engine about single pools for requests of one shape, and says how long an answer holds. */
final class PoolJudge {
    private final PlacementEngine engine;
    private final Prices prices;
    private final Asked asked;
    private final Comparator<Candidate> preference;

    /** What was asked; a candidate only where the pool is a place. */
    record Answer(Verdict verdict, @Nullable Candidate best) {}

    PoolJudge(PlacementEngine engine, Prices prices, Asked asked) {
        this.engine = engine;
        this.prices = prices;
        this.asked = asked;
        this.preference = Preference.of(asked.spec());
    }

    /** Where the pool stands at best, whatever is free there. */
    Rank atBest(PoolView view, List<WayTerms> ways) {
        var best = Rank.NEVER;
        for (var offer : view.report().offers()) {
            if (!asked.spec().billing().accepts(offer.mode())) {
                continue;
            }
            var price = prices.convert(offer.price()).orElse(null);
            if (price == null) {
                continue;
            }
            for (var way : ways) {
                if (Quote.covers(offer, way.shape())) {
                    var rank = way.atBest(view.region().facts(), view.record(), offer, price);
                    best = rank.compareTo(best) < 0 ? rank : best;
                }
            }
        }
        return best;
    }

    boolean paidByNode(PoolView view) {
        for (var offer : view.report().offers()) {
            if (offer.unit() == Offer.Unit.NODE_HOUR && asked.spec().billing().accepts(offer.mode())) {
                return true;
            }
        }
        return false;
    }

    Fits fits(PoolView view, List<WayTerms> ways) {
        return Fits.of(view.free(), ways, asked.spec(), paidByNode(view));
    }

    /** What the engine says of a pool that the request runs on in these ways. */
    Answer ask(PoolView view, List<WayTerms> ways, Fits fits, Instant now) {
        var candidates = new ArrayList<Candidate>();
        var refusals = new ArrayList<Refusal>();
        engine.judge(view, plain(ways), asked, now, new RateNotes(engine.policy()), candidates, refusals);
        var until = holdsUntil(view, now);
        if (candidates.isEmpty()) {
            var why = refusals.getFirst().reason();
            return new Answer(new Verdict(fits, Rank.NEVER, why, 0, until, null), null);
        }
        candidates.sort(preference);
        var best = candidates.getFirst();
        var priced = candidates.size() == 1 ? priced(best) : null;
        return new Answer(new Verdict(fits, unstranded(candidates), null, candidates.size(), until, priced), best);
    }

    /** Where the best of them would stand if nothing were stranded. */
    private Rank unstranded(List<Candidate> candidates) {
        var best = Rank.NEVER;
        for (var candidate : candidates) {
            var rank = Rank.of(asked.spec(), StrandingLine.without(candidate));
            best = rank.compareTo(best) < 0 ? rank : best;
        }
        return best;
    }

    private static Priced priced(Candidate only) {
        boolean strands = StrandingLine.hasPrice(only);
        return new Priced(
                strands,
                only.shape(),
                only.replicas(),
                strands ? only.bill().getFirst().amount() : null,
                StrandingLine.without(only).total());
    }

    Rank rank(Candidate candidate) {
        return Rank.of(asked.spec(), candidate);
    }

    /** What a single candidate of the pool strands now, in thousandths of units; null: there are several. */
    long stranded(PoolView view, @Nullable Priced bill) {
        if (bill == null) {
            return Contender.SEVERAL;
        }
        return bill.strands() ? Stranding.of(view.free(), bill.shape(), bill.replicas(), view.usual()) : 0;
    }

    /** Where a single candidate stands with so much that it strands. */
    Rank weighed(Verdict verdict, Priced bill, long stranded) {
        long micros = stranded == 0 ? 0 : bill.strandedMicros(stranded);
        return micros == 0
                ? verdict.rank()
                : verdict.rank().weighing(micros, asked.spec().objective().minimise() == Objective.Kind.TIME);
    }

    /** Best first, of a pool that the request runs on in these ways. */
    List<Candidate> candidates(PoolView view, List<WayTerms> ways, Instant now) {
        var candidates = new ArrayList<Candidate>();
        engine.judge(view, plain(ways), asked, now, new RateNotes(engine.policy()), candidates, new ArrayList<>());
        candidates.sort(preference);
        return candidates;
    }

    private static List<Way> plain(List<WayTerms> ways) {
        if (ways.size() == 1) {
            return List.of(ways.getFirst().way());
        }
        return ways.stream().map(WayTerms::way).toList();
    }

    Comparator<Candidate> preference() {
        return preference;
    }

    /** Whether anybody has a price for it in one of these ways. */
    boolean isSold(PoolView view, List<WayTerms> ways, Instant now) {
        for (var way : ways) {
            if (isSold(view, way, now)) {
                return true;
            }
        }
        return false;
    }

    private boolean isSold(PoolView view, WayTerms way, Instant now) {
        for (var offer : view.report().offers()) {
            if (asked.spec().billing().accepts(offer.mode())
                    && offer.isValidAt(now)
                    && Quote.covers(offer, way.shape())) {
                return true;
            }
        }
        return false;
    }

    /** Whether it starts in a way for which somebody has a price. */
    boolean fitsWhereSold(PoolView view, List<WayTerms> ways, Instant now) {
        var spec = asked.spec();
        for (var way : ways) {
            if (isSold(view, way, now)
                    && view.free().room(way.shape(), spec.replicas())
                            >= spec.gang().minimum()) {
                return true;
            }
        }
        return false;
    }

    /** Why a pool that is too full is; the furthest that any way got which is sold. */
    Reason misfit(PoolView view, List<WayTerms> ways, Instant now) {
        int least = asked.spec().gang().minimum();
        var furthest = Reason.FRAGMENTED;
        for (var way : ways) {
            if (!isSold(view, way, now)) {
                continue;
            }
            var reason = view.free().misfit(way.shape(), least);
            furthest = reason != null && reason.compareTo(furthest) > 0 ? reason : furthest;
        }
        return furthest;
    }

    /** Until when the engine says the same of the pool, as long as only the time changes and the figures are fresh. */
    private Instant holdsUntil(PoolView view, Instant now) {
        if (asked.spec().objective().deadline() != null || view.region().maintenance() != null) {
            return now;
        }
        return offersHoldUntil(view, now);
    }

    /** Until when the same of its offers are valid that are now. */
    Instant offersHoldUntil(PoolView view, Instant now) {
        var until = Instant.MAX;
        for (var offer : view.report().offers()) {
            var end = offer.validUntil();
            if (end != null
                    && end.isAfter(now)
                    && end.isBefore(until)
                    && asked.spec().billing().accepts(offer.mode())) {
                until = end;
            }
        }
        return until.equals(Instant.MAX) ? until : until.minusNanos(1);
    }
}
