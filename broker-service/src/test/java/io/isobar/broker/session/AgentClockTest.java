package io.isobar.broker.session;

import static io.isobar.broker.samples.Pools.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.ClockOffset;
import io.isobar.broker.session.AgentClock.Lesson;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgentClockTest {
    private final AgentClock clock = new AgentClock();

    @Test
    void isNotMeasuredBeforeAnExchange() {
        assertThat(clock.offset()).isNull();
        assertThat(clock.byOurs(NOW, NOW)).isEqualTo(NOW);
    }

    @Test
    void aGreetingTellsAboutHowFarItIsOff() {
        clock.greeted(NOW.plusSeconds(600), NOW);

        assertThat(clock.offset()).isNull();
        assertThat(clock.byOurs(NOW.plusSeconds(590), NOW.plusSeconds(1))).isEqualTo(NOW.minusSeconds(10));
    }

    @Test
    void theOffsetIsTheMiddleOfTheRoundTripAndItsUncertaintyHalfOfIt() {
        assertThat(exchange(NOW, Duration.ofSeconds(-7), 20, 80)).isEqualTo(Lesson.OFFSET);

        assertThat(clock.offset()).isEqualTo(new ClockOffset(Duration.ofMillis(-7_030), Duration.ofMillis(50)));
    }

    @ParameterizedTest
    @ValueSource(ints = {600, -600, 0, 86_400})
    void theTruthIsWithinTheUncertaintyHoweverLongMessagesTake(int seconds) {
        var random = new Random(seconds);
        var ahead = Duration.ofSeconds(seconds);
        for (int i = 0; i < 1_000; i++) {
            exchange(NOW.plusSeconds(5L * i), ahead, random.nextInt(2_000), random.nextInt(2_000));
            var offset = Objects.requireNonNull(clock.offset());
            assertThat(offset.ahead().minus(ahead).abs())
                    .as("exchange %d, seed %d", i, seconds)
                    .isLessThanOrEqualTo(offset.uncertainty());
        }
    }

    @Test
    void believesTheExchangeThatWasDelayedLeast() {
        exchange(NOW, Duration.ofSeconds(3), 1, 1);
        exchange(NOW.plusSeconds(5), Duration.ofSeconds(3), 0, 900);

        assertThat(clock.offset()).isEqualTo(new ClockOffset(Duration.ofSeconds(3), Duration.ofMillis(1)));
    }

    @Test
    void forgetsExchangesThatAreLongOver() {
        exchange(NOW, Duration.ZERO, 1, 1);
        for (int i = 1; i <= AgentClock.EXCHANGES; i++) {
            exchange(NOW.plusSeconds(i), Duration.ofMillis(i), 5, 5);
        }

        assertThat(clock.offset()).isNotNull();
        assertThat(Objects.requireNonNull(clock.offset()).uncertainty()).isEqualTo(Duration.ofMillis(5));
    }

    @Test
    void noticesThatAClockWasSet() {
        exchange(NOW, Duration.ofMinutes(10), 1, 1);
        exchange(NOW.plusSeconds(5), Duration.ofMinutes(10), 1, 1);

        assertThat(exchange(NOW.plusSeconds(10), Duration.ZERO, 30, 30)).isEqualTo(Lesson.CLOCK_SET);

        assertThat(clock.offset()).isEqualTo(new ClockOffset(Duration.ZERO, Duration.ofMillis(30)));
        assertThat(exchange(NOW.plusSeconds(15), Duration.ZERO, 1, 1)).isEqualTo(Lesson.OFFSET);
    }

    @Test
    void whatCannotBeTheAnswerTeachesNothing() {
        assertThat(clock.exchanged(NOW.plusSeconds(1), NOW, NOW)).isEqualTo(Lesson.NOTHING);
        assertThat(clock.exchanged(NOW, NOW, NOW.plusSeconds(301))).isEqualTo(Lesson.NOTHING);
        assertThat(clock.offset()).isNull();
    }

    @Test
    void nothingWasSeenAfterItWasToldOf() {
        exchange(NOW, Duration.ofMinutes(10), 100, 0);

        assertThat(clock.byOurs(NOW.plus(Duration.ofMinutes(10)).plusSeconds(2), NOW.plusSeconds(1)))
                .isEqualTo(NOW.plusSeconds(1));
    }

    private Lesson exchange(Instant at, Duration ahead, int thereMs, int backMs) {
        var read = at.plusMillis(thereMs);
        return clock.exchanged(at, read.plus(ahead), read.plusMillis(backMs));
    }
}
