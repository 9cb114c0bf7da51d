package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.market.Offer;
import io.isobar.broker.placement.Contender.Verdict;
import io.isobar.broker.placement.PortabilityGate.Way;
import io.isobar.broker.placement.Terms.WayTerms;
import java.time.DateTimeException;
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
                    var rank = way.atBest(view.region().facts(), offer, price);
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
            return new Answer(new Verdict(fits, Rank.NEVER, why, 0, until), null);
        }
        candidates.sort(preference);
        var best = candidates.getFirst();
        return new Answer(new Verdict(fits, Rank.of(asked.spec(), best), null, candidates.size(), until), best);
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

    /** Why a pool that is too full is; the furthest that any way got. */
    Reason misfit(PoolView view, List<WayTerms> ways) {
        int least = asked.spec().gang().minimum();
        var furthest = Reason.FRAGMENTED;
        for (var way : ways) {
            var reason = view.free().misfit(way.shape(), least);
            furthest = reason != null && reason.compareTo(furthest) > 0 ? reason : furthest;
        }
        return furthest;
    }

    /** Until when its figures are fresh. */
    static Instant freshUntil(PoolView view) {
        try {
            return view.receivedAt().plus(view.report().validity());
        } catch (DateTimeException | ArithmeticException _) {
            return Instant.MAX;
        }
    }

    /** Until when the engine says the same of the pool, as long as only the time changes and the figures are fresh. */
    private Instant holdsUntil(PoolView view, Instant now) {
        if (asked.spec().objective().deadline() != null || view.region().maintenance() != null) {
            return now;
        }
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
