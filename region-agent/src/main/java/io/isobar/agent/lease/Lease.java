package io.isobar.agent.lease;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * For how long the region may go on with what it runs. Renewed by what proves that the broker is not counting the region's silence:
 * an answer of the broker, or the topic of fences read to its end without a fence of this region. It counts from when that was asked
 * for, not from when it was answered: a question that hangs for an hour proves nothing of that hour.
 *
 * <p>Without terms there is no lease, and it is never over: a broker that tells none gives nothing up. Safe for concurrent use.
 */
public final class Lease {
    private static final System.Logger LOG = System.getLogger(Lease.class.getName());

    private final BootClock clock;
    private final boolean binding;
    private final Duration stopsWithin;
    private @Nullable Terms terms;
    private Duration renewedAt = Duration.ZERO;
    private long highestFence;

    /**
     * What the broker reckons with.
     *
     * @param stopAfter from the last renewal until work is stopped; positive
     * @param stopGrace from then until nothing of it may run
     * @param fence number of the last fence that does not count any more
     */
    public record Terms(Duration stopAfter, Duration stopGrace, long fence) {
        public Terms {
            if (!stopAfter.isPositive() || stopGrace.isNegative() || fence < 0) {
                throw new IllegalArgumentException("a lease of " + stopAfter + ", a grace of " + stopGrace
                        + " and the fence " + fence + "; the first is positive, the others are not negative");
            }
        }
    }

    /**
     * What outlives the agent.
     *
     * @param renewedAt since the machine's start
     */
    public record Kept(Terms terms, Duration renewedAt) {
        /** When work begins to be stopped, since the machine's start. */
        public Duration stopAt() {
            return renewedAt.plus(terms.stopAfter());
        }

        /** When nothing of it may run any more, since the machine's start. */
        public Duration killAt() {
            return stopAt().plus(terms.stopGrace());
        }
    }

    public Lease(BootClock clock) {
        this(clock, Duration.ZERO);
    }

    /**
     * Of a region that says itself how long it needs to stop. A broker that grants less does not reckon with it, so that its terms do not
     * bind.
     */
    public Lease(BootClock clock, Duration stopsWithin) {
        this(clock, true, stopsWithin);
    }

    private Lease(BootClock clock, boolean binding, Duration stopsWithin) {
        this.clock = clock;
        this.binding = binding;
        this.stopsWithin = stopsWithin;
    }

    /** Of a region that does not promise to stop: never over, whatever the broker tells. */
    public static Lease withoutEnd(BootClock clock) {
        return new Lease(clock, false, Duration.ZERO);
    }

    /** Takes up what an agent before this one held. */
    public synchronized void resume(Kept kept) {
        terms = kept.terms();
        renewedAt = kept.renewedAt();
        highestFence = kept.terms().fence();
    }

    /** The broker told its terms in a session that was asked for then. */
    public synchronized void agree(Terms told, Duration askedAt) {
        if (!binding) {
            return;
        }
        if (told.stopGrace().compareTo(stopsWithin) < 0) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the broker grants {0} ms to stop and the region needs {1} ms: it is of a version that does not give up work here",
                    told.stopGrace().toMillis(),
                    stopsWithin.toMillis());
            terms = null;
            return;
        }
        terms = told;
        highestFence = told.fence();
        renewedAt = askedAt;
    }

    /** What was asked for then was answered. */
    public synchronized void renew(Duration askedAt) {
        if (askedAt.compareTo(renewedAt) > 0) {
            renewedAt = askedAt;
        }
    }

    /** A fence of this region stands in the topic. */
    public synchronized void fenced(long number) {
        highestFence = Math.max(highestFence, number);
    }

    /** Whether what runs must be stopped. */
    public synchronized boolean isOver() {
        return terms != null
                && (highestFence > terms.fence() || clock.now().compareTo(renewedAt.plus(terms.stopAfter())) >= 0);
    }

    /** Whether what may run for so long after it is told to stop may go on for now. */
    public synchronized boolean allows(Duration stopsIn) {
        return terms == null
                || (!isOver()
                        && clock.now()
                                        .plus(stopsIn)
                                        .compareTo(renewedAt
                                                .plus(terms.stopAfter())
                                                .plus(terms.stopGrace()))
                                <= 0);
    }

    /** Whether it was not renewed for a third of its length, which no answer of the broker is late by, and can still be. */
    public synchronized boolean wantsRenewal() {
        return terms != null
                && !isOver()
                && clock.now().minus(renewedAt).compareTo(terms.stopAfter().dividedBy(3)) > 0;
    }

    /** How long until it is over unless it is renewed; zero: it is; empty: there is none. */
    public synchronized Optional<Duration> left() {
        if (terms == null) {
            return Optional.empty();
        }
        Duration left = renewedAt.plus(terms.stopAfter()).minus(clock.now());
        return Optional.of(highestFence > terms.fence() || left.isNegative() ? Duration.ZERO : left);
    }

    /** For how long a renewal holds; empty: there is none. */
    public synchronized Optional<Duration> stopAfter() {
        return Optional.ofNullable(terms).map(Terms::stopAfter);
    }

    /** The longest that work may take to stop once it is over; empty: there is none. */
    public synchronized Optional<Duration> stopGrace() {
        return Optional.ofNullable(terms).map(Terms::stopGrace);
    }

    public Duration now() {
        return clock.now();
    }

    /** What to keep; empty: there is none. A fence that came is kept as a lease that ran out. */
    public synchronized Optional<Kept> kept() {
        if (terms == null) {
            return Optional.empty();
        }
        Duration since = highestFence > terms.fence() ? clock.now().minus(terms.stopAfter()) : renewedAt;
        return Optional.of(new Kept(terms, since.compareTo(renewedAt) < 0 ? since : renewedAt));
    }
}
