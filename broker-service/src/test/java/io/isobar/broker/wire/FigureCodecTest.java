package io.isobar.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.telemetry.Figure;
import io.isobar.broker.telemetry.Quantity;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FigureCodecTest {
    private static final Instant RECEIVED = Instant.parse("2026-11-29T12:00:00Z");
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    @Test
    void theTimeOfAClockThatIsOffIsCorrected() {
        var before = RECEIVED.minusSeconds(3);

        assertThat(shown(before.plus(TEN_MINUTES), TEN_MINUTES)).isEqualTo(before);
        assertThat(shown(before.minus(TEN_MINUTES), TEN_MINUTES.negated())).isEqualTo(before);
    }

    @Test
    void nothingIsYoungerThanSinceItWasReceived() {
        assertThat(shown(RECEIVED.plus(TEN_MINUTES), null))
                .as("a clock that is ahead and not measured")
                .isEqualTo(RECEIVED);
        assertThat(shown(RECEIVED.plus(TEN_MINUTES), Duration.ZERO))
                .as("a clock that was set back since")
                .isEqualTo(RECEIVED);
        assertThat(shown(RECEIVED.minus(TEN_MINUTES), null))
                .as("a clock that is behind and not measured")
                .isEqualTo(RECEIVED.minus(TEN_MINUTES));
    }

    private static Instant shown(Instant observed, @Nullable Duration skew) {
        var figure = new Figure(Quantity.CPU_UTILISATION, 0.5, 2, null, observed, RECEIVED, null, null);
        var at = FigureCodec.toProto(figure, skew).getObservedAt();
        return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
    }
}
