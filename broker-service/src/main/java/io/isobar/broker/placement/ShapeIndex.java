package io.isobar.broker.placement;

import io.isobar.broker.capacity.CapacityBook;
import io.isobar.broker.capacity.PoolJournal;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.placement.Contender.State;
import io.isobar.broker.placement.Terms.WayTerms;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All pools as requests of one {@link RequestShape} see them, kept up to date with the book by its journal.
 *
 * <p>Which pools pass the gates that do not look at free capacity changes seldom; these are the contenders. They stand in a
 * {@link Tournament}: who is judged with its bill, who is not with the least that its bill can come to. So the engine is asked only
 * of those that could win, and of each only if something it depends on has changed. Time makes no candidate better: where a
 * judgement has run out, it still says where the pool stands at best.
 *
 * <p>Not safe for concurrent use.
 */
final class ShapeIndex {
    /** Candidates are large; those of the pools in front are remembered. */
    private static final int MOST_KEPT = 64;

    private static final byte NONE = 0;
    /** Full; in which way, which less can change, is not known or is. */
    private static final byte MORE = 1;

    private static final byte MORE_KNOWN = 2;
    private static final byte ALL = 3;

    private final CapacityBook book;
    private final Asked asked;
    private final Entrance entrance;
    private final PoolJudge judge;
    private final List<Contender> contenders = new ArrayList<>();
    private final ArrayDeque<Contender> keepers = new ArrayDeque<>();
    private @Nullable Contender[] byPool = new Contender[0];
    /** Of each pool, which changes of its capacity matter. Most matter to few shapes, and this is short enough to stay at hand. */
    private byte[] heeds = new byte[0];

    /** Of each contender, by which most comparisons are decided without looking at it. */
    private long[] prefixes = new long[0];

    private Tournament tournament = new Tournament(this::isBefore);
    private long read = -1;
    private Instant time = Instant.MIN;

    ShapeIndex(PlacementEngine engine, CapacityBook book, FactsTable facts, Prices prices, RequestShape shape) {
        this.book = book;
        this.asked = Asked.of(shape.example());
        this.entrance = new Entrance(engine, facts, asked);
        this.judge = new PoolJudge(engine, prices, asked);
    }

    /** The best candidate of all regions that the request is not kept from; null: there is none. */
    @Nullable
    Candidate best(Asked equal, Instant now) {
        catchUp(now);
        while (true) {
            var contender = first(equal);
            if (contender == null || contender.standing().isNever()) {
                return null;
            }
            if (stays(contender, now)) {
                return candidateOf(contender, now);
            }
        }
    }

    /** The best candidates, up to so many, best first. */
    List<Candidate> best(Asked equal, int most, Instant now) {
        catchUp(now);
        var best = new ArrayList<Candidate>();
        var ranking = tournament.ranking();
        int pools = 0;
        for (int next = ranking.next(); next >= 0 && pools < most; next = ranking.next()) {
            var contender = contenders.get(next);
            if (contender.standing().isNever()) {
                break;
            }
            if (isKeptFrom(contender, equal)) {
                continue;
            }
            if (stays(contender, now)) {
                best.addAll(candidatesOf(contender, now));
                pools++;
            } else {
                ranking = tournament.ranking();
                best.clear();
                pools = 0;
            }
        }
        if (best.size() > pools) {
            // Those of one pool do not stand next to each other.
            best.sort(judge.preference());
        }
        return best.size() > most ? best.subList(0, most) : best;
    }

    /** Judges all that could have changed, so that all reasons are known. */
    void judgeAll(Instant now) {
        catchUp(now);
        for (var contender : contenders) {
            if (!contender.isJudgedAt(now)) {
                moves(contender, now);
            }
            if (heeds[contender.pool] == MORE) {
                contender.reason(judge.misfit(viewOf(contender), contender.ways(), now));
                heeds[contender.pool] = MORE_KNOWN;
            }
        }
    }

    /** Why a pool is refused, after {@link #judgeAll}; null: it is not, or it is not there. */
    @Nullable
    Reason refused(int pool) {
        var contender = byPool[pool];
        return contender == null || contender.state() == State.GONE ? entrance.barredBy(pool) : contender.reason();
    }

    /** How many candidates a pool has, after {@link #judgeAll}. */
    int candidates(int pool) {
        var contender = byPool[pool];
        return contender == null ? 0 : contender.candidates();
    }

    /** For bounds: how much there is of it, in about 200 bytes; with what a survey of it remembers. */
    int size() {
        return contenders.size()
                + entrance.size()
                + byPool.length / 16
                + 5 * Math.min(MOST_KEPT, contenders.size())
                + 3 * Math.min(Decision.MOST_REFUSALS, byPool.length);
    }

    private @Nullable Contender first(Asked equal) {
        int best = tournament.best();
        if (best < 0 || !isKeptFrom(contenders.get(best), equal)) {
            return best < 0 ? null : contenders.get(best);
        }
        var ranking = tournament.ranking();
        for (int next = ranking.next(); next >= 0; next = ranking.next()) {
            if (!isKeptFrom(contenders.get(next), equal)) {
                return contenders.get(next);
            }
        }
        return null;
    }

    private static boolean isKeptFrom(Contender contender, Asked equal) {
        return equal.isKeptFromAny() && equal.isKeptFrom(contender.key.region().value());
    }

    private boolean isBefore(int player, int other) {
        long one = prefixes[player];
        long two = prefixes[other];
        return one == two ? isBeforeInFull(player, other) : Long.compareUnsigned(one, two) < 0;
    }

    private boolean isBeforeInFull(int player, int other) {
        var one = contenders.get(player);
        var two = contenders.get(other);
        var standing = one.standing();
        if (standing.isNever()) {
            return false;
        }
        int order = standing.compareTo(two.standing());
        return order < 0 || (order == 0 && one.key.compareTo(two.key) < 0);
    }

    /** It stands elsewhere. */
    private void stands(Contender contender) {
        prefix(contender);
        tournament.play(contender.number);
    }

    private void prefix(Contender contender) {
        if (contender.number >= prefixes.length) {
            prefixes = Arrays.copyOf(prefixes, Math.max(16, prefixes.length * 2));
        }
        prefixes[contender.number] = contender.standing().prefix();
    }

    /** Takes in what has changed since the last time. */
    void catchUp(Instant now) {
        if (now.isBefore(time)) {
            // The clock was set back: what had run out may hold again.
            read = -1;
        }
        time = now;
        if (book.poolNumbers() > 0) {
            makeRoomFor(book.poolNumbers() - 1);
        }
        var journal = book.journal();
        if (read < journal.start()) {
            lookAtAll();
        } else {
            for (long at = read; at < journal.end(); at++) {
                take(journal.poolAt(at), journal.changeAt(at));
            }
        }
        read = journal.end();
    }

    private void take(int pool, PoolJournal.Change change) {
        if (change == PoolJournal.Change.ANYTHING) {
            lookAt(pool);
            return;
        }
        byte heed = heeds[pool];
        if (heed == NONE) {
            return;
        }
        if (heed != ALL && change == PoolJournal.Change.LESS) {
            heeds[pool] = MORE;
            return;
        }
        var contender = byPool[pool];
        if (contender == null) {
            return;
        }
        var before = contender.standing();
        contender.doubt();
        heeds[pool] = NONE;
        standsElsewhere(contender, before);
    }

    private void lookAtAll() {
        contenders.clear();
        keepers.clear();
        tournament = new Tournament(this::isBefore);
        // Numbers may be fewer now, and other pools' than before.
        byPool = new Contender[book.poolNumbers()];
        heeds = new byte[book.poolNumbers()];
        for (int pool = 0; pool < book.poolNumbers(); pool++) {
            lookAt(pool);
        }
    }

    /** What a pool is, how it is offered and whether it may be used. */
    private void lookAt(int pool) {
        // What is to be judged, and what is barred, is not changed by what is free.
        heeds[pool] = NONE;
        var view = book.pool(pool).orElse(null);
        var known = byPool[pool];
        if (view == null) {
            entrance.close(pool);
        }
        var ways = view == null ? List.<WayTerms>of() : entrance.waysInto(view, pool);
        if (view != null && !ways.isEmpty()) {
            enter(pool, view, ways, known);
        } else if (known != null) {
            known.gone();
            stands(known);
        }
    }

    private void enter(int pool, PoolView view, List<WayTerms> ways, @Nullable Contender known) {
        var atBest = judge.atBest(view, ways);
        var spec = asked.spec();
        boolean rigid = ways.size() == 1 && spec.gang().minimum() == spec.replicas() && !judge.paidByNode(view);
        if (known == null) {
            var contender = new Contender(contenders.size(), pool, view.key(), ways, atBest, rigid);
            byPool[pool] = contender;
            contenders.add(contender);
            prefix(contender);
            tournament.join(contender.number);
        } else {
            known.begin(ways, atBest, rigid);
            stands(known);
        }
    }

    private void makeRoomFor(int pool) {
        if (pool >= byPool.length) {
            int length = Math.max(book.poolNumbers(), byPool.length + byPool.length / 2);
            byPool = Arrays.copyOf(byPool, length);
            heeds = Arrays.copyOf(heeds, length);
        }
    }

    /** Judges it, so that its judgement holds; and says whether it stands elsewhere than before. */
    private boolean moves(Contender contender, Instant now) {
        var before = contender.standing();
        judge(contender, now);
        assert contender.standing().compareTo(before) >= 0 : contender.key + " stands better than it could";
        return standsElsewhere(contender, before);
    }

    private void judge(Contender contender, Instant now) {
        var view = viewOf(contender);
        if (!judge.isSold(view, contender.ways(), now)) {
            // Whatever becomes free there, until the pool is offered otherwise.
            contender.unsold();
            heeds[contender.pool] = NONE;
            return;
        }
        var fits = judge.fits(view, contender.ways());
        var fresh = view.freshUntil();
        boolean stale = now.isAfter(fresh);
        // What fits and is not sold says nothing of age.
        if (fits.none() || (stale && !judge.fitsWhereSold(view, contender.ways(), now))) {
            contender.full(judge.offersHoldUntil(view, now));
            heeds[contender.pool] = MORE;
            return;
        }
        heeds[contender.pool] = ALL;
        if (stale) {
            contender.stale(judge.offersHoldUntil(view, now));
            return;
        }
        var known = contender.verdictFor(fits, now);
        if (known != null) {
            contender.judgedAsBefore(known, fresh);
            return;
        }
        var answer = judge.ask(view, contender.ways(), fits, now);
        contender.judged(answer.verdict(), fresh);
        if (answer.best() != null) {
            contender.settle(
                    judge.rank(answer.best()),
                    judge.stranded(view, answer.verdict().bill()));
            keep(contender, answer.best());
        }
    }

    private boolean standsElsewhere(Contender contender, Rank before) {
        boolean moved = contender.standing().compareTo(before) != 0;
        if (moved) {
            stands(contender);
        }
        return moved;
    }

    /** Whether it stands where it does when all is known of it. */
    private boolean stays(Contender contender, Instant now) {
        return (contender.isJudgedAt(now) || !moves(contender, now))
                && (contender.unsettled() == null || !settles(contender, now));
    }

    /** Finds out what it strands, which depends on all that is free; and says whether it stands elsewhere than before. */
    private boolean settles(Contender contender, Instant now) {
        var before = contender.standing();
        var view = viewOf(contender);
        var verdict = contender.unsettled();
        if (verdict == null) {
            return false;
        }
        var bill = verdict.bill();
        if (bill == null) {
            var best = judge.candidates(view, contender.ways(), now).getFirst();
            contender.settle(judge.rank(best), Contender.SEVERAL);
            keep(contender, best);
        } else {
            long stranded = judge.stranded(view, bill);
            var kept = contender.kept();
            if (kept != null && stranded != contender.stranded()) {
                contender.keep(StrandingLine.weigh(kept, stranded));
            }
            contender.settle(judge.weighed(verdict, bill, stranded), stranded);
        }
        return standsElsewhere(contender, before);
    }

    private PoolView viewOf(Contender contender) {
        return book.pool(contender.pool).orElseThrow();
    }

    private void keep(Contender contender, Candidate candidate) {
        contender.keep(candidate);
        keepers.add(contender);
        if (keepers.size() > MOST_KEPT) {
            keepers.remove().keep(null);
        }
    }

    private Candidate candidateOf(Contender contender, Instant now) {
        var view = viewOf(contender);
        var kept = contender.kept();
        if (kept == null) {
            kept = judge.candidates(view, contender.ways(), now).getFirst();
            keep(contender, kept);
        }
        if (!kept.reportedAt().equals(view.observedAt())) {
            kept = kept.reportedAt(view.observedAt());
            contender.keep(kept);
        }
        return kept;
    }

    private List<Candidate> candidatesOf(Contender contender, Instant now) {
        return contender.candidates() == 1
                ? List.of(candidateOf(contender, now))
                : judge.candidates(viewOf(contender), contender.ways(), now);
    }
}
