package io.isobar.broker.port.smallrye;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.port.CallOutcome;
import io.isobar.broker.port.GuardPolicy;
import io.isobar.broker.port.GuardPolicy.Breaker;
import io.isobar.broker.port.GuardPolicy.Bulkhead;
import io.isobar.broker.port.GuardPolicy.RateLimit;
import io.isobar.broker.port.GuardPolicy.Retry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SmallRyeGuardTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration AT_ONCE = Duration.ofMillis(1);
    private static final GuardPolicy OPEN =
            GuardPolicy.of("database-reads", "the database", Reason.DATABASE_UNAVAILABLE);

    private final AtomicInteger asked = new AtomicInteger();

    private String fail(Reason reason) {
        asked.incrementAndGet();
        throw new Failure(reason, "no");
    }

    private String away() {
        return fail(Reason.DATABASE_UNAVAILABLE);
    }

    private static Failure refusal(SmallRyeGuard guard, Supplier<String> work) {
        try {
            throw new AssertionError("passed with " + guard.call(work));
        } catch (Failure refused) {
            return refused;
        }
    }

    @Test
    void givesWhatTheWorkGives() {
        var guard = new SmallRyeGuard(OPEN);

        assertThat(guard.<String>call(() -> "answer")).isEqualTo("answer");
        assertThat(guard.calls(CallOutcome.ANSWERED)).isEqualTo(1);
    }

    @Test
    void triesAgainWhereItIsAway() {
        var guard = new SmallRyeGuard(OPEN.with(new Retry(2, AT_ONCE, AT_ONCE)));

        var answer = guard.call(() -> asked.get() < 2 ? away() : "third time");

        assertThat(answer).isEqualTo("third time");
        assertThat(guard.retries()).isEqualTo(2);
        assertThat(guard.calls(CallOutcome.ANSWERED)).isEqualTo(1);
        assertThat(guard.calls(CallOutcome.FAILED)).isZero();
    }

    @Test
    void givesUpAfterTheLastRetryWithTheFailureItself() {
        var guard = new SmallRyeGuard(OPEN.with(new Retry(2, AT_ONCE, AT_ONCE)));

        assertThat(refusal(guard, this::away)).hasMessage("no");
        assertThat(asked).hasValue(3);
        assertThat(guard.calls(CallOutcome.FAILED)).isEqualTo(1);
    }

    @Test
    void repeatsNothingThatWasAnswered() {
        var guard = new SmallRyeGuard(OPEN.with(new Retry(2, AT_ONCE, AT_ONCE)).with(new Breaker(2, 0.5, NEVER)));

        for (int i = 0; i < 10; i++) {
            assertThat(refusal(guard, () -> fail(Reason.NOT_FOUND)).reason()).isEqualTo(Reason.NOT_FOUND);
        }

        assertThat(asked).hasValue(10);
        assertThat(guard.isOpen()).isFalse();
        assertThat(guard.calls(CallOutcome.ANSWERED)).isEqualTo(10);
    }

    @Test
    void leavesAloneWhatDoesNotAnswer() {
        var guard = new SmallRyeGuard(OPEN.with(new Breaker(4, 0.5, NEVER)));
        for (int i = 0; i < 4; i++) {
            assertThat(refusal(guard, this::away)).hasMessage("no");
        }

        var refused = refusal(guard, this::away);

        assertThat(asked).as("asked no more").hasValue(4);
        assertThat(guard.isOpen()).isTrue();
        assertThat(refused.reason()).isEqualTo(Reason.DATABASE_UNAVAILABLE);
        assertThat(refused)
                .hasMessage(
                        "the database: not asked: of its last 4 answers 50 % or more failed to come; it is asked again"
                                + " within 3600000 ms (port database-reads)");
        assertThat(refused.metadata()).containsEntry("retry_after_ms", "3600000");
        assertThat(guard.calls(CallOutcome.CIRCUIT_OPEN)).isEqualTo(1);
    }

    @Test
    void doesNotRetryWhatItLeavesAlone() {
        var guard = new SmallRyeGuard(OPEN.with(new Retry(1, AT_ONCE, AT_ONCE)).with(new Breaker(2, 1, NEVER)));
        refusal(guard, this::away);

        refusal(guard, this::away);

        assertThat(asked).hasValue(2);
        assertThat(guard.retries()).isEqualTo(1);
    }

    @Test
    void interruptsWhatIsLateAndLeavesTheThreadAsItWas() {
        var guard = new SmallRyeGuard(OPEN.with(Duration.ofMillis(20)));
        var never = new CountDownLatch(1);

        var refused = refusal(guard, () -> {
            try {
                never.await();
            } catch (InterruptedException late) {
                asked.incrementAndGet();
            }
            return "late";
        });

        assertThat(refused.reason()).isEqualTo(Reason.DATABASE_UNAVAILABLE);
        assertThat(refused).hasMessageContaining("no answer within 20 ms");
        assertThat(asked).as("interrupted").hasValue(1);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(guard.calls(CallOutcome.TIMED_OUT)).isEqualTo(1);
    }

    @Test
    void refusesMoreThanMayBeUnderwayOrWait() throws Exception {
        var guard = new SmallRyeGuard(OPEN.with(new Bulkhead(2, 0)));
        var inside = new CountDownLatch(2);
        var leave = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2; i++) {
                threads.execute(() -> guard.call(() -> {
                    inside.countDown();
                    return await(leave);
                }));
            }
            inside.await();

            var refused = refusal(guard, () -> "third");

            assertThat(refused.reason()).isEqualTo(Reason.OVERLOADED);
            assertThat(refused).hasMessageContaining("2 calls are underway and 0 wait");
            assertThat(refused.metadata()).containsKeys("retry_after_ms").containsEntry("port", "database-reads");
            leave.countDown();
        }
        assertThat(guard.<String>call(() -> "a place is free")).isEqualTo("a place is free");
    }

    @Test
    void aCallWaitsForAPlaceWhereItMay() throws Exception {
        var guard = new SmallRyeGuard(OPEN.with(new Bulkhead(1, 5)));
        var inside = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.execute(() -> guard.call(() -> {
                inside.countDown();
                return await(leave);
            }));
            inside.await();
            var waiting = threads.submit(() -> guard.<String>call(() -> "its turn"));

            leave.countDown();

            assertThat(waiting.get()).isEqualTo("its turn");
        }
    }

    private static String await(CountDownLatch latch) {
        try {
            latch.await();
            return "done";
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    @Test
    void saysWhenTheNextMayCome() {
        var guard = new SmallRyeGuard(OPEN.with(new RateLimit(3, NEVER)));
        for (int i = 0; i < 3; i++) {
            assertThat(guard.<String>call(() -> "passed")).isEqualTo("passed");
        }

        var refused = refusal(guard, () -> "fourth");

        assertThat(refused.reason()).isEqualTo(Reason.OVERLOADED);
        assertThat(refused).hasMessageContaining("more than 3 came within 3600000 ms");
        assertThat(Long.parseLong(refused.metadata().getOrDefault("retry_after_ms", "0")))
                .isBetween(NEVER.toMillis() - Duration.ofMinutes(1).toMillis(), NEVER.toMillis());
        assertThat(guard.calls(CallOutcome.RATE_LIMITED)).isEqualTo(1);
    }

    @Test
    void aPolicyThatMakesNoSenseIsNamed() {
        assertThatThrownBy(() -> new Retry(11, AT_ONCE, AT_ONCE)).hasMessage("retries must be 1 to 10, is 11");
        assertThatThrownBy(() -> new Retry(1, AT_ONCE, Duration.ofMillis(2)))
                .hasMessageContaining("retry-jitter must be 0s to the retry-delay, which is 1 ms, is 2 ms");
        assertThatThrownBy(() -> new Breaker(10, 1.5, NEVER)).hasMessageContaining("at most 1, is 1.5");
        assertThatThrownBy(() -> new RateLimit(0, NEVER)).hasMessageContaining("rate must be 1 to 1000000, is 0");
        assertThatThrownBy(() -> OPEN.with(AT_ONCE).with(new Retry(1, AT_ONCE, AT_ONCE)))
                .hasMessage("retry-delay must be below the timeout, which is 1 ms, is 1 ms");
        assertThatThrownBy(() -> OPEN.with(Duration.ZERO)).hasMessageContaining("timeout must be 1ms to 1h");
    }

    @Test
    void beforeWhatCannotBeAwayEveryFailureIsAnAnswer() {
        var guard = new SmallRyeGuard(GuardPolicy.of("api-calls", "the API").with(new Bulkhead(1, 0)));

        assertThat(refusal(guard, () -> fail(Reason.OVERLOADED)).reason()).isEqualTo(Reason.OVERLOADED);

        assertThat(guard.calls(CallOutcome.ANSWERED)).isEqualTo(1);
        assertThat(guard.policy().outcomes()).containsExactly(CallOutcome.ANSWERED, CallOutcome.BULKHEAD_FULL);
    }

    @Test
    void whatIsLeftAloneOrTriedAgainWhenItIsAwayHasAReasonThatSaysSo() {
        assertThatThrownBy(() -> GuardPolicy.of("api-calls", "the API").with(new Retry(2, AT_ONCE, AT_ONCE)))
                .hasMessageContaining("need a reason that says that the API is away");
    }
}
