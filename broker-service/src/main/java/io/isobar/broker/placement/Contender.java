package io.isobar.broker.placement;

import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.ReplicaShape;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.placement.Terms.WayTerms;
import io.isobar.broker.resource.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A pool that a request could run on if it were empty, and what is known of that. Not safe for concurrent use. */
final class Contender {
    /** How far the judgement of it is. */
    enum State {
        /** To be judged. Until then it stands where it would at best. */
        PENDING,
        /** Judged: there is a place. */
        CANDIDATE,
        /** Judged: too little is free, and less would not be enough either. */
        FULL,
        /** Judged: there is none for another reason. */
        REFUSED,
        /** Its pool takes the request no more, whatever is free; the number is not given again. */
        GONE
    }

    /**
     * What the engine said of the pool the last time it was asked.
     *
     * @param rank of the best candidate, as if nothing were stranded
     * @param bill what is needed to say what it strands; null: there are several candidates, and the engine must be asked
     */
    record Verdict(
            Fits fits,
            Rank rank,
            @Nullable Reason reason,
            int candidates,
            Instant until,
            @Nullable Priced bill) {
        boolean isPlace() {
            return reason == null;
        }
    }

    /**
     * What a single candidate costs for the whole time.
     *
     * @param strands whether stranding has a price
     * @param compute of its own units
     * @param total of all lines, as if nothing were stranded
     */
    record Priced(
            boolean strands,
            ReplicaShape shape,
            int replicas,
            @Nullable Money compute,
            @Nullable Money total) {
        /** In millionths. */
        long strandedMicros(long stranded) {
            return compute == null || total == null
                    ? 0
                    : StrandingLine.amount(compute, (long) shape.units() * replicas, total, stranded)
                            .micros();
        }
    }

    /** Each of several candidates strands something of its own. */
    static final long SEVERAL = -1;

    final int number;
    final int pool;
    final PoolKey key;
    private List<WayTerms> ways;
    private Rank atBest;
    /** Wherever all of it fits, its bill is the same. */
    private boolean rigid;

    private State state = State.PENDING;
    private @Nullable Reason reason;
    private @Nullable Verdict verdict;
    private Instant until = Instant.MIN;
    private @Nullable Candidate kept;
    /** Where it stands with what it strands; null: nobody asked yet. */
    private @Nullable Rank settled;

    private long stranded = SEVERAL;

    Contender(int number, int pool, PoolKey key, List<WayTerms> ways, Rank atBest, boolean rigid) {
        this.number = number;
        this.pool = pool;
        this.key = key;
        this.ways = ways;
        this.atBest = atBest;
        this.rigid = rigid;
    }

    List<WayTerms> ways() {
        return ways;
    }

    State state() {
        return state;
    }

    /** Why it is no candidate; null: it is one, or is full and nobody asked why yet. */
    @Nullable
    Reason reason() {
        return reason;
    }

    void reason(Reason why) {
        reason = why;
    }

    /** How many candidates the pool has, offers and ways taken together. */
    int candidates() {
        return state == State.CANDIDATE && verdict != null ? verdict.candidates() : 0;
    }

    /** Where it stands as far as is known: never behind where it will stand when it is judged. */
    Rank standing() {
        return switch (state) {
            case PENDING -> atBest;
            case CANDIDATE -> {
                var rank = settled;
                yield rank != null ? rank : verdict == null ? Rank.NEVER : verdict.rank();
            }
            case FULL, REFUSED, GONE -> Rank.NEVER;
        };
    }

    /** The verdict on a place where it is not known yet what is stranded; null: it is known, or is no place. */
    @Nullable
    Verdict unsettled() {
        return state == State.CANDIDATE && settled == null ? verdict : null;
    }

    /**
     * What it strands is known now, for as long as it is judged as it is.
     *
     * @param stranded thousandths of units, or {@link #SEVERAL}
     */
    void settle(Rank rank, long stranded) {
        settled = rank;
        this.stranded = stranded;
    }

    /** As of the last time that it was settled; what is remembered of its best candidate is of that time, too. */
    long stranded() {
        return stranded;
    }

    /** Whether the judgement of it holds. */
    boolean isJudgedAt(Instant now) {
        return state != State.PENDING && !now.isAfter(until);
    }

    /** The pool is another one now, or is offered otherwise. */
    void begin(List<WayTerms> newWays, Rank newAtBest, boolean newRigid) {
        ways = newWays;
        atBest = newAtBest;
        rigid = newRigid;
        verdict = null;
        kept = null;
        state = State.PENDING;
        reason = null;
    }

    void doubt() {
        state = State.PENDING;
        reason = null;
    }

    /** Nobody has a price for it. */
    void unsold() {
        state = State.REFUSED;
        reason = Reason.PRICE_UNKNOWN;
        until = Instant.MAX;
    }

    /** While it is sold as it is, which is until then. */
    void full(Instant sold) {
        state = State.FULL;
        reason = null;
        until = sold;
    }

    /** Its figures stay stale until the next report, and say nothing of what the engine would answer then. */
    void stale(Instant sold) {
        state = State.REFUSED;
        reason = Reason.CAPACITY_STALE;
        until = sold;
    }

    void gone() {
        state = State.GONE;
        verdict = null;
        kept = null;
        until = Instant.MAX;
    }

    /** The last verdict, where it is of the same room and holds. */
    @Nullable
    Verdict verdictFor(Fits fits, Instant now) {
        var last = verdict;
        return last != null && last.fits().sameAs(fits) && !now.isAfter(last.until()) ? last : null;
    }

    /** It was asked; what the verdict says holds for as long as the figures are fresh, which they are until {@code fresh}. */
    void judged(Verdict given, Instant fresh) {
        verdict = given;
        kept = null;
        if (rigid && given.isPlace()) {
            atBest = given.rank();
        }
        judgedAsBefore(given, fresh);
    }

    /** The verdict that it has holds again. */
    void judgedAsBefore(Verdict given, Instant fresh) {
        settled = null;
        state = given.isPlace() ? State.CANDIDATE : State.REFUSED;
        reason = given.reason();
        until = given.until().isBefore(fresh) ? given.until() : fresh;
    }

    /** Its best candidate, if it is remembered. */
    @Nullable
    Candidate kept() {
        return kept;
    }

    void keep(@Nullable Candidate candidate) {
        kept = candidate;
    }
}
