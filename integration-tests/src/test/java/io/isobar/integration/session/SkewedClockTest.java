package io.isobar.integration.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isobar.broker.capacity.Link;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.capacity.RegionView;
import io.isobar.broker.lifecycle.AttemptState;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.integration.samples.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A region whose clock is off works as any other. */
class SkewedClockTest {
    private static final Duration VALIDITY = Duration.ofSeconds(6);
    private static final Duration SLACK = Duration.ofSeconds(5);

    private @TempDir Path folder = Path.of("");
    private @Nullable LinkedAgent agent;
    private final LinkedBroker broker = broker();
    private Instant begun = Instant.EPOCH;

    @AfterEach
    void stop() throws IOException {
        if (agent != null) {
            agent.close();
        }
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {600, -600})
    void aRegionWhoseClockIsTenMinutesOffRunsWorkThatIsDatedRight(int seconds) throws IOException {
        connect(Duration.ofSeconds(seconds));

        var id = broker.submit(Samples.spec("job", "met-lab"));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(broker.latest(id)).isInstanceOf(WorkloadState.Succeeded.class));

        var offset = Objects.requireNonNull(region().clock());
        assertThat(offset.ahead()).isCloseTo(Duration.ofSeconds(seconds), offset.uncertainty());
        assertThat(offset.uncertainty()).isLessThan(Duration.ofSeconds(1));
        var attempt = broker.attempts(id).getFirst();
        var now = Clock.systemUTC().instant();
        assertThat(attempt.startedAt()).isBetween(begun.minus(SLACK), now);
        assertThat(((AttemptState.Ended) attempt.state()).end().at())
                .isBetween(Objects.requireNonNull(attempt.startedAt()), now);
    }

    @ParameterizedTest
    @ValueSource(ints = {600, -600})
    void itsCapacityIsNeitherStaleAtOnceNorFreshForEver(int seconds) throws IOException {
        connect(Duration.ofSeconds(seconds));
        assertThat(pool().isStaleAt(Clock.systemUTC().instant())).isFalse();
        assertThat(pool().ageAt(Clock.systemUTC().instant())).isLessThan(SLACK);

        Objects.requireNonNull(agent).close();
        agent = null;

        var last = pool();
        assertThat(last.freshUntil())
                .isBetween(begun, Clock.systemUTC().instant().plus(VALIDITY));
        assertThat(last.isStaleAt(Clock.systemUTC().instant().plus(VALIDITY).plusMillis(1)))
                .isTrue();
    }

    @Test
    void aClockThatIsSetWhileItIsConnectedMakesNothingStale() throws IOException {
        connect(Duration.ZERO);

        Objects.requireNonNull(agent).setAhead(Duration.ofMinutes(-10));

        await().atMost(Duration.ofSeconds(60)).until(() -> {
            var clock = region().clock();
            return clock != null && clock.ahead().compareTo(Duration.ofMinutes(-9)) < 0;
        });
        await().atMost(Duration.ofSeconds(60))
                .until(() -> pool().ageAt(Clock.systemUTC().instant()).compareTo(SLACK) < 0);
        var id = broker.submit(Samples.spec("job", "met-lab"));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(broker.latest(id)).isInstanceOf(WorkloadState.Succeeded.class));
    }

    private static LinkedBroker broker() {
        try {
            return new LinkedBroker();
        } catch (IOException cannotListen) {
            throw new UncheckedIOException(cannotListen);
        }
    }

    private void connect(Duration ahead) throws IOException {
        begun = Clock.systemUTC().instant();
        agent = new LinkedAgent("east", broker.port(), folder, ahead, VALIDITY);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> broker.ask(it -> it.view().regions().stream()
                        .anyMatch(region -> region.link() == Link.CONNECTED && region.clock() != null)));
    }

    private RegionView region() {
        return broker.ask(it -> it.view().regions().getFirst());
    }

    private PoolView pool() {
        return broker.ask(it -> it.view().pools().getFirst());
    }
}
