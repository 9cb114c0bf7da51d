package io.isobar.broker.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.network.LinkReading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LinkBoardTest {
    private static final RegionName EAST = new RegionName("east");
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private final FigureBoard board = new FigureBoard();

    @Test
    void waysAreNoFiguresOfTheRegion() {
        board.put(EAST, way("west", 0.02, NOON, NOON));

        assertThat(board.of(EAST)).isEmpty();
        assertThat(board.links().readings(region -> null))
                .containsExactly(new LinkReading("east", "west", LinkReading.Quantity.ROUND_TRIP, 0.02, NOON));
    }

    @Test
    void aReadingIsDatedByTheBrokersClockAndIsNeverYoungerThanSinceItCame() {
        board.put(EAST, way("west", 0.02, NOON.plusSeconds(600), NOON.plusSeconds(5)));

        assertThat(onlyAt(null)).as("not measured how far it is ahead").isEqualTo(NOON.plusSeconds(5));
        assertThat(onlyAt(Duration.ofMinutes(10))).isEqualTo(NOON);
        assertThat(onlyAt(Duration.ofMinutes(-10))).isEqualTo(NOON.plusSeconds(5));
    }

    @Test
    void theVersionIsAnotherWithEachChangeAndWithNoneElse() {
        long first = board.links().version();
        board.put(EAST, way("west", 0.02, NOON, NOON));
        long second = board.links().version();
        board.put(EAST, way("west", 0.05, NOON, NOON.minusSeconds(1)));
        assertThat(board.links().version()).as("an older one changes nothing").isEqualTo(second);
        board.put(EAST, new PoolFigures("east", "a100", NOON, List.of()));
        assertThat(board.links().version()).isEqualTo(second).isNotEqualTo(first);

        board.remove(EAST, ">west");

        assertThat(board.links().version()).isNotEqualTo(second);
        assertThat(board.links().readings(region -> null)).isEmpty();
    }

    private Instant onlyAt(@Nullable Duration ahead) {
        return board.links().readings(region -> ahead).getFirst().observedAt();
    }

    private static PoolFigures way(String peer, double seconds, Instant observed, Instant received) {
        var figure = new Figure(Quantity.LINK_ROUND_TRIP, seconds, 2, ">" + peer, observed, received, null, null);
        return new PoolFigures("east", ">" + peer, received, List.of(figure));
    }
}
