package io.isobar.broker.ledger;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import java.time.Duration;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What one broker does to lead, and to go on leading, without a thread of its own: {@link #step} does what is due. One thread at a time
 * takes the steps; the rest may be asked from any. See ADR 0031.
 */
public final class Candidate {
    /** Between two steps. */
    public static final Duration EVERY = Duration.ofMillis(200);
    /**
     * A session must be gone for so long. One who leads, is alive and only lost its connection looks within {@link #EVERY} and puts it back,
     * so that a database that was started again changes nothing.
     */
    static final Duration DESERTED_AFTER = Duration.ofMillis(450);

    private static final Logger LOG = Logger.getLogger(Candidate.class);

    private final Leadership leadership;
    private final Contender own;
    private final Duration lease;
    private final Supplier<Duration> time;
    private volatile Standing standing = Standing.WAITS;
    private volatile Contender leader = Contender.NOBODY;
    private volatile Duration sureUntil = Duration.ZERO;
    private Duration renewAt = Duration.ZERO;
    private long attended = Leadership.NOBODYS;
    private @Nullable Duration goneSince;

    /** Whether it leads. */
    public enum Standing {
        /** Another leads, or nobody does yet. */
        WAITS,
        /** This one does, as far as it knows. */
        LEADS,
        /** It led, and another has taken the lead: this process is of no use any more. */
        DEPOSED
    }

    /** {@code time} never goes back, and nobody sets it. */
    public Candidate(Leadership leadership, Contender own, Duration lease, Supplier<Duration> time) {
        this.leadership = leadership;
        this.own = own;
        this.lease = lease;
        this.time = time;
    }

    /** Takes the lead where it may, or holds it. A store that does not answer changes nothing. */
    public Standing step() {
        var asked = time.get();
        try {
            switch (standing) {
                case WAITS -> look(asked);
                case LEADS -> hold(asked);
                case DEPOSED -> {}
            }
        } catch (Failure away) {
            if (away.reason() != Reason.DATABASE_UNAVAILABLE) {
                throw away;
            }
            // Whoever leads may have lost its session with the same database.
            goneSince = null;
            LOG.debugf("who leads cannot be asked: %s", away.getMessage());
        }
        return standing;
    }

    private void look(Duration asked) {
        var sight = leadership.look();
        leader = sight.holder();
        boolean deserted = isDeserted(sight, asked);
        boolean sameName = sight.holder().name().equals(own.name());
        if (!sight.expired() && !sameName && !deserted) {
            return;
        }
        var epoch = leadership.take(own, lease, deserted ? sight.epoch() : Leadership.NOBODYS);
        if (epoch.isPresent()) {
            LOG.infof(
                    "leads with epoch %d%s",
                    epoch.getAsLong(), deserted ? ", as " + sight.holder().name() + " is gone" : "");
            leader = own;
            sureUntil = asked.plus(lease);
            renewAt = asked.plus(lease.dividedBy(4));
            standing = Standing.LEADS;
        }
    }

    /** Only a session that was seen proves anything by not being there: brokers of before kept none, and some poolers lose them. */
    private boolean isDeserted(Leadership.Sight sight, Duration asked) {
        if (sight.attended()) {
            attended = sight.epoch();
            goneSince = null;
            return false;
        }
        if (attended != sight.epoch()) {
            goneSince = null;
            return false;
        }
        var since = goneSince;
        if (since == null) {
            goneSince = asked;
            return false;
        }
        return asked.minus(since).compareTo(DESERTED_AFTER) >= 0;
    }

    private void hold(Duration asked) {
        boolean due = asked.compareTo(renewAt) >= 0;
        if (due ? leadership.renew(lease) : leadership.confirm()) {
            sureUntil = asked.plus(lease);
            renewAt = due ? asked.plus(lease.dividedBy(4)) : renewAt;
        } else {
            standing = Standing.DEPOSED;
            leader = leadership.holder();
        }
    }

    public Standing standing() {
        return standing;
    }

    /**
     * Whether it led a lease ago at the latest. False while the database does not answer for longer: it may be this broker alone that does
     * not reach it. What it then says must not keep anything alive that the next leader counts as silent.
     */
    public boolean isSure() {
        return standing == Standing.LEADS && time.get().compareTo(sureUntil) < 0;
    }

    /** Whom it saw leading last. */
    public Contender leader() {
        return leader;
    }

    /** Lets another lead at once; no step may be taken any more. */
    public void release() {
        if (standing == Standing.LEADS) {
            standing = Standing.DEPOSED;
            leadership.release();
        }
    }
}
