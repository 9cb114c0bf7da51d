package io.isobar.broker.port.smallrye;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.port.CallOutcome;
import io.isobar.broker.port.Guard;
import io.isobar.broker.port.GuardPolicy;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.RateLimitException;
import io.smallrye.faulttolerance.api.RateLimitType;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/** A guard that keeps a policy, and counts. */
public final class SmallRyeGuard implements Guard {
    /** Callers that were refused as too many were underway are better off a little later; when exactly nobody knows. */
    private static final Duration A_LITTLE_LATER = Duration.ofMillis(500);

    private final GuardPolicy policy;
    private final io.smallrye.faulttolerance.api.Guard guard;
    private final Map<CallOutcome, LongAdder> calls = new EnumMap<>(CallOutcome.class);
    private final LongAdder retries = new LongAdder();
    private volatile boolean open;

    public SmallRyeGuard(GuardPolicy policy) {
        this.policy = policy;
        for (var outcome : CallOutcome.values()) {
            calls.put(outcome, new LongAdder());
        }
        this.guard = build();
    }

    private io.smallrye.faulttolerance.api.Guard build() {
        var builder = io.smallrye.faulttolerance.api.Guard.create().withDescription(policy.port());
        var timeout = policy.timeout();
        if (timeout != null) {
            builder.withTimeout()
                    .duration(timeout.toMillis(), ChronoUnit.MILLIS)
                    .done();
        }
        var retry = policy.retry();
        if (retry != null) {
            var retrying = builder.withRetry()
                    .maxRetries(retry.most())
                    .delay(retry.delay().toMillis(), ChronoUnit.MILLIS)
                    .jitter(retry.jitter().toMillis(), ChronoUnit.MILLIS)
                    .whenException(this::isAway)
                    .onRetry(retries::increment);
            var longest = retry.delay().multipliedBy(1L << retry.most());
            if (timeout != null) {
                // None begins once the caller has waited for so long.
                retrying.maxDuration(timeout.toMillis(), ChronoUnit.MILLIS);
                longest = longest.compareTo(timeout) < 0 ? longest : timeout.minusMillis(1);
            }
            retrying.withExponentialBackoff()
                    .maxDelay(longest.toMillis(), ChronoUnit.MILLIS)
                    .done()
                    .done();
        }
        var breaker = policy.breaker();
        if (breaker != null) {
            builder.withCircuitBreaker()
                    .when(failed -> failed instanceof TimeoutException || isAway(failed))
                    .requestVolumeThreshold(breaker.calls())
                    .failureRatio(breaker.failed())
                    .delay(breaker.pause().toMillis(), ChronoUnit.MILLIS)
                    .onStateChange(state -> open = state == CircuitBreakerState.OPEN)
                    .done();
        }
        var bulkhead = policy.bulkhead();
        if (bulkhead != null) {
            var places = builder.withBulkhead().limit(bulkhead.calls());
            if (bulkhead.waiting() > 0) {
                places.queueSize(bulkhead.waiting()).enableSynchronousQueueing();
            }
            places.done();
        }
        var rate = policy.rateLimit();
        if (rate != null) {
            builder.withRateLimit()
                    .limit(rate.calls())
                    .window(rate.window().toMillis(), ChronoUnit.MILLIS)
                    .type(RateLimitType.ROLLING)
                    .done();
        }
        return builder.build();
    }

    @Override
    @SuppressWarnings("unchecked") // What comes out is what the work gave.
    public <T> T call(Supplier<T> work) {
        try {
            var result = guard.call(work::get, Object.class);
            count(CallOutcome.ANSWERED);
            return (T) result;
        } catch (CircuitBreakerOpenException refused) {
            throw refused(CallOutcome.CIRCUIT_OPEN, circuitOpen(refused));
        } catch (TimeoutException late) {
            throw refused(CallOutcome.TIMED_OUT, timedOut(late));
        } catch (BulkheadException full) {
            throw refused(CallOutcome.BULKHEAD_FULL, bulkheadFull());
        } catch (RateLimitException many) {
            throw refused(CallOutcome.RATE_LIMITED, rateLimited(many));
        } catch (RuntimeException thrown) {
            count(isAway(thrown) ? CallOutcome.FAILED : CallOutcome.ANSWERED);
            throw thrown;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Failure(Reason.INTERNAL, "interrupted while waiting for " + policy.beyond(), stopped);
        } catch (Exception impossible) {
            throw new IllegalStateException("a supplier threw a checked exception", impossible);
        }
    }

    private boolean isAway(Throwable thrown) {
        return policy.away() != null && thrown instanceof Failure failure && failure.reason() == policy.away();
    }

    private Failure refused(CallOutcome outcome, Failure why) {
        count(outcome);
        return why;
    }

    private Failure circuitOpen(CircuitBreakerOpenException refused) {
        var breaker = policy.breaker();
        var away = policy.away();
        if (breaker == null || away == null) {
            throw refused;
        }
        return failure(
                away,
                "not asked: of its last %d answers %.0f %% or more failed to come; it is asked again within %d ms"
                        .formatted(
                                breaker.calls(),
                                breaker.failed() * 100,
                                breaker.pause().toMillis()),
                breaker.pause());
    }

    private Failure timedOut(TimeoutException late) {
        var timeout = policy.timeout();
        var away = policy.away();
        if (timeout == null || away == null) {
            throw late;
        }
        return failure(away, "no answer within " + timeout.toMillis() + " ms", timeout.dividedBy(2));
    }

    private Failure bulkheadFull() {
        var bulkhead = policy.bulkhead();
        int limit = bulkhead == null ? 0 : bulkhead.calls();
        int waiting = bulkhead == null ? 0 : bulkhead.waiting();
        return failure(
                Reason.OVERLOADED,
                limit + " calls are underway and " + waiting + " wait, which are the limits",
                A_LITTLE_LATER);
    }

    private Failure rateLimited(RateLimitException many) {
        var rate = policy.rateLimit();
        int limit = rate == null ? 0 : rate.calls();
        var window = rate == null ? A_LITTLE_LATER : rate.window();
        long next = many.getRetryAfterMillis();
        return failure(
                Reason.OVERLOADED,
                "more than " + limit + " came within " + window.toMillis() + " ms, which is the limit",
                next > 0 ? Duration.ofMillis(next) : window);
    }

    private Failure failure(Reason reason, String what, Duration later) {
        return new Failure(
                reason,
                policy.beyond() + ": " + what + " (port " + policy.port() + ")",
                Map.of("port", policy.port(), "retry_after_ms", Long.toString(Math.max(1, later.toMillis()))));
    }

    private void count(CallOutcome outcome) {
        var adder = calls.get(outcome);
        if (adder != null) {
            adder.increment();
        }
    }

    public GuardPolicy policy() {
        return policy;
    }

    /** Calls that had that outcome. */
    public long calls(CallOutcome outcome) {
        var adder = calls.get(outcome);
        return adder == null ? 0 : adder.sum();
    }

    /** Tries after the first, of all calls. */
    public long retries() {
        return retries.sum();
    }

    /** Whether calls are refused at once. */
    public boolean isOpen() {
        return open;
    }
}
