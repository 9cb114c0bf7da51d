package io.isobar.broker.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.network.LinkReading.Quantity;
import io.isobar.broker.resource.Memory;
import io.isobar.broker.resource.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinkBookTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final Network TABLE = new Network(
            Map.of(new Network.Ends("store", "east"), new Link(10, Money.parse("0.5 CNY"))),
            Map.of(new Network.Ends("store", "east"), Duration.ofMillis(20)));

    private final LinkBook book = new LinkBook(TABLE);

    @Test
    void whatIsMeasuredStandsInThePlaceOfTheTable() {
        book.take(List.of(roundTrip("east", "store", 0.035), bandwidth("east", "store", 2e9)));

        var change = book.advance(NOON).orElseThrow();

        assertThat(change.places()).containsExactlyInAnyOrder("east", "store");
        var network = change.network();
        assertThat(network.roundTrip("store", "east")).contains(Duration.ofMillis(35));
        assertThat(network.isMeasured("east", "store")).isTrue();
        var link = network.between("store", "east").orElseThrow();
        assertThat(link.isMeasured()).isTrue();
        assertThat(link.pricePerGigabyte()).as("a price is never measured").isEqualTo(Money.parse("0.5 CNY"));
        assertThat(link.timeFor(Memory.parse("1GB")))
                .as("all of what got through")
                .isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void whatIsStaleDoesNotCountAndTheTableDoesAgain() {
        book.take(List.of(roundTrip("east", "store", 0.035), bandwidth("east", "store", 2e9)));
        assertThat(book.advance(NOON)).isPresent();

        assertThat(book.advance(NOON.plus(Quantity.ROUND_TRIP.validity()))).isEmpty();
        var first = book.advance(NOON.plus(Quantity.ROUND_TRIP.validity()).plusMillis(1))
                .orElseThrow();
        assertThat(first.network().roundTrip("store", "east")).contains(Duration.ofMillis(20));
        assertThat(first.network().isMeasured("store", "east")).isFalse();
        assertThat(first.network().between("store", "east").orElseThrow().isMeasured())
                .as("a bandwidth counts for longer")
                .isTrue();

        var second = book.advance(NOON.plus(Quantity.BANDWIDTH.validity()).plusMillis(1))
                .orElseThrow();
        assertThat(second.network().between("store", "east")).contains(new Link(10, Money.parse("0.5 CNY")));
    }

    @Test
    void aJitterOfATenthChangesNothingAndADriftDoes() {
        book.take(List.of(roundTrip("east", "store", 0.020)));
        assertThat(book.advance(NOON)).isPresent();
        for (double seconds : new double[] {0.0215, 0.0185, 0.022}) {
            book.take(List.of(roundTrip("east", "store", seconds)));
            assertThat(book.advance(NOON)).as("%s s", seconds).isEmpty();
        }

        book.take(List.of(roundTrip("east", "store", 0.0221)));

        assertThat(book.advance(NOON).orElseThrow().network().roundTrip("east", "store"))
                .contains(Duration.ofNanos(22_100_000));
    }

    @Test
    void aNewerReadingKeepsAFigureInUseFresh() {
        book.take(List.of(roundTrip("east", "store", 0.035)));
        assertThat(book.advance(NOON)).isPresent();
        var later = NOON.plus(Quantity.ROUND_TRIP.validity());
        book.take(List.of(new LinkReading("east", "store", Quantity.ROUND_TRIP, 0.036, later)));

        assertThat(book.advance(later.plusSeconds(1))).isEmpty();
    }

    @Test
    void ofTwoEndsTheLongerRoundTripCounts() {
        book.take(List.of(roundTrip("east", "west", 0.010), roundTrip("west", "east", 0.012)));

        assertThat(book.advance(NOON).orElseThrow().network().roundTrip("east", "west"))
                .contains(Duration.ofMillis(12));
    }

    @Test
    void aBandwidthWithoutAPriceInTheTableSaysNothing() {
        book.take(List.of(bandwidth("west", "store", 2e9)));

        assertThat(book.advance(NOON)).isEmpty();
    }

    @Test
    void onlyTheEndsOfWaysThatChangedAreNamed() {
        book.take(List.of(roundTrip("east", "store", 0.035), roundTrip("west", "north", 0.005)));
        assertThat(book.advance(NOON)).isPresent();
        book.take(List.of(roundTrip("east", "store", 0.035), roundTrip("west", "north", 0.050)));

        assertThat(book.advance(NOON).orElseThrow().places()).containsExactlyInAnyOrder("west", "north");
    }

    @Test
    void figuresOfAPlaceSayWhichOfThemCount() {
        var fresh = roundTrip("east", "store", 0.035);
        var stale = new LinkReading(
                "east",
                "store",
                Quantity.BANDWIDTH,
                2e9,
                NOON.minus(Quantity.BANDWIDTH.validity()).minusSeconds(1));

        var figures = LinkFigure.of("east", TABLE, List.of(fresh, stale, roundTrip("west", "north", 1)), NOON);

        assertThat(figures)
                .containsExactly(
                        new LinkFigure("east", "store", Quantity.ROUND_TRIP, 0.035, fresh, true),
                        new LinkFigure("store", "east", Quantity.ROUND_TRIP, 0.02, null, false),
                        new LinkFigure("store", "east", Quantity.BANDWIDTH, 2e9, stale, false),
                        new LinkFigure("store", "east", Quantity.BANDWIDTH, 10e9, null, true));
    }

    private static LinkReading roundTrip(String region, String peer, double seconds) {
        return new LinkReading(region, peer, Quantity.ROUND_TRIP, seconds, NOON);
    }

    private static LinkReading bandwidth(String region, String peer, double bits) {
        return new LinkReading(region, peer, Quantity.BANDWIDTH, bits, NOON);
    }
}
