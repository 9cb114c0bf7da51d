package io.isobar.broker.port;

import io.isobar.broker.failure.Reason;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a port holds out against. Null: no such guard. A call passes them in this order: retry, circuit breaker, rate limit, timeout,
 * bulkhead; so each try is seen by the breaker and has its own time.
 *
 * @param port as in the configuration and the label of the meters: {@code database-reads}
 * @param beyond what lies beyond it, in the words of its user: {@code the database}
 * @param away reason of failures that mean that what lies beyond does not answer: of those, of timeouts and of none other the breaker
 *     takes notice, and those alone are retried; null: nothing lies beyond that could be away, and whatever fails is an answer
 * @param timeout for each try, waiting for a place included; the thread is interrupted
 */
public record GuardPolicy(
        String port,
        String beyond,
        @Nullable Reason away,
        @Nullable Duration timeout,
        @Nullable Retry retry,
        @Nullable Breaker breaker,
        @Nullable Bulkhead bulkhead,
        @Nullable RateLimit rateLimit) {
    public GuardPolicy {
        if (away == null && (timeout != null || retry != null || breaker != null)) {
            throw new IllegalArgumentException(
                    "a timeout, retries or a breaker need a reason that says that " + beyond + " is away");
        }
        if (timeout != null) {
            requirePositive(timeout, "timeout");
            if (retry != null && retry.delay().compareTo(timeout) >= 0) {
                throw new IllegalArgumentException("retry-delay must be below the timeout, which is "
                        + timeout.toMillis() + " ms, is " + retry.delay().toMillis() + " ms");
            }
        }
    }

    /** One that lets everything pass; the rest is added. */
    public static GuardPolicy of(String port, String beyond, Reason away) {
        return new GuardPolicy(port, beyond, away, null, null, null, null, null);
    }

    /** The same before what cannot be away. */
    public static GuardPolicy of(String port, String beyond) {
        return new GuardPolicy(port, beyond, null, null, null, null, null, null);
    }

    /** What can become of a call. */
    public Set<CallOutcome> outcomes() {
        var possible = EnumSet.of(CallOutcome.ANSWERED);
        if (away != null) {
            possible.add(CallOutcome.FAILED);
        }
        if (timeout != null) {
            possible.add(CallOutcome.TIMED_OUT);
        }
        if (breaker != null) {
            possible.add(CallOutcome.CIRCUIT_OPEN);
        }
        if (bulkhead != null) {
            possible.add(CallOutcome.BULKHEAD_FULL);
        }
        if (rateLimit != null) {
            possible.add(CallOutcome.RATE_LIMITED);
        }
        return possible;
    }

    public GuardPolicy with(Duration limit) {
        return new GuardPolicy(port, beyond, away, limit, retry, breaker, bulkhead, rateLimit);
    }

    public GuardPolicy with(Retry added) {
        return new GuardPolicy(port, beyond, away, timeout, added, breaker, bulkhead, rateLimit);
    }

    public GuardPolicy with(Breaker added) {
        return new GuardPolicy(port, beyond, away, timeout, retry, added, bulkhead, rateLimit);
    }

    public GuardPolicy with(Bulkhead added) {
        return new GuardPolicy(port, beyond, away, timeout, retry, breaker, added, rateLimit);
    }

    public GuardPolicy with(RateLimit added) {
        return new GuardPolicy(port, beyond, away, timeout, retry, breaker, bulkhead, added);
    }

    /**
     * Failures that pass are not shown to the caller.
     *
     * @param most tries after the first, 1 to 10
     * @param delay before the first of them; doubles with each
     * @param jitter each wait is longer or shorter by up to so much, at random
     */
    public record Retry(int most, Duration delay, Duration jitter) {
        public Retry {
            requireWithin(most, 1, 10, "retries");
            requirePositive(delay, "retry-delay");
            if (jitter.isNegative() || jitter.compareTo(delay) > 0) {
                throw new IllegalArgumentException("retry-jitter must be 0s to the retry-delay, which is "
                        + delay.toMillis() + " ms, is " + jitter.toMillis() + " ms");
            }
        }
    }

    /**
     * What does not answer is left alone: calls are refused at once.
     *
     * @param calls the last so many are looked at, 2 to 1,000; fewer never open it
     * @param failed opens once so many of them, of 1, failed
     * @param pause for so long; then one call is let through, whose answer closes it again and whose failure starts the pause anew
     */
    public record Breaker(int calls, double failed, Duration pause) {
        public Breaker {
            requireWithin(calls, 2, 1_000, "breaker-calls");
            if (!(failed > 0 && failed <= 1)) {
                throw new IllegalArgumentException("breaker-failed must be above 0 and at most 1, is " + failed);
            }
            requirePositive(pause, "breaker-pause");
        }
    }

    /**
     * So many at a time.
     *
     * @param calls that are let through at a time
     * @param waiting that wait for a place, in the order in which they came; more are refused
     */
    public record Bulkhead(int calls, int waiting) {
        public Bulkhead {
            requireWithin(calls, 1, 1_000_000, "concurrent");
            requireWithin(waiting, 0, 1_000_000, "waiting");
        }
    }

    /**
     * So many in any stretch of time of that length; more are refused.
     *
     * @param window the stretch
     */
    public record RateLimit(int calls, Duration window) {
        public RateLimit {
            requireWithin(calls, 1, 1_000_000, "rate");
            requirePositive(window, "window");
        }
    }

    private static void requireWithin(int value, int least, int most, String what) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " must be " + least + " to " + most + ", is " + value);
        }
    }

    private static void requirePositive(Duration duration, String what) {
        if (duration.toMillis() < 1 || duration.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException(what + " must be 1ms to 1h, is " + duration.toMillis() + " ms");
        }
    }
}
