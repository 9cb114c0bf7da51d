package io.isobar.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @RepeatedTest(20)
    void growsFromATenthOfASecondToFifteenWithJitterInTheUpperHalf(RepetitionInfo repetition) {
        Backoff backoff = new Backoff(new Random(repetition.getCurrentRepetition()));
        Duration ceiling = Backoff.FIRST;

        for (int attempt = 0; attempt < 30; attempt++) {
            assertThat(backoff.next()).isBetween(ceiling.dividedBy(2), ceiling);
            ceiling = ceiling.multipliedBy(2).compareTo(Backoff.LIMIT) > 0 ? Backoff.LIMIT : ceiling.multipliedBy(2);
        }
    }

    @Test
    void beginsAnewAfterASessionThatHeld() {
        Backoff backoff = exhausted();

        backoff.sessionHeld(Backoff.LIMIT);

        assertThat(backoff.next()).isLessThanOrEqualTo(Backoff.FIRST);
    }

    @Test
    void beginsAnewAfterEachOfSeveralSessionsThatHeldLongerThanTheWaitsBeforeThem() {
        Backoff backoff = new Backoff(new Random(1));

        for (int session = 0; session < 20; session++) {
            for (int attempt = 0; attempt < 4; attempt++) {
                assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(800));
            }
            backoff.sessionHeld(Duration.ofSeconds(3));
        }
    }

    @Test
    void goesOnAfterASessionThatFellOverSoon() {
        Backoff backoff = exhausted();

        backoff.sessionHeld(Backoff.LIMIT.minusMillis(1));

        assertThat(backoff.next()).isGreaterThanOrEqualTo(Backoff.LIMIT.dividedBy(2));
    }

    @Test
    void asksABrokerThatWaitsEverySecondForAWhileAndThenAsSeldomAsOthers() {
        Backoff backoff = exhausted();

        for (int i = 0; i < 20; i++) {
            assertThat(backoff.soon()).isBetween(Backoff.SOON.dividedBy(2), Backoff.SOON);
        }
        assertThat(backoff.soon()).isGreaterThanOrEqualTo(Backoff.LIMIT.dividedBy(2));
    }

    private static Backoff exhausted() {
        Backoff backoff = new Backoff(new Random(1));
        for (int attempt = 0; attempt < 10; attempt++) {
            backoff.next();
        }
        return backoff;
    }
}
