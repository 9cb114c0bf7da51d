package io.isobar.broker.network;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a way, for people.
 *
 * @param value seconds of a round trip; bits a second of a bandwidth
 * @param measured where it comes from; null: from the table
 * @param counts placement reckons with it
 */
public record LinkFigure(
        String from,
        String to,
        LinkReading.Quantity quantity,
        double value,
        @Nullable LinkReading measured,
        boolean counts) {
    private static final Comparator<LinkFigure> ORDER = Comparator.comparing(LinkFigure::from)
            .thenComparing(LinkFigure::to)
            .thenComparing(LinkFigure::quantity)
            .thenComparing(figure -> figure.measured() == null);

    /**
     * All that is known of the ways from and to a place, by their ends; of one way what is measured first.
     *
     * @param readings of any places
     */
    public static List<LinkFigure> of(String place, Network table, List<LinkReading> readings, Instant now) {
        var figures = new ArrayList<LinkFigure>();
        var ours = readings.stream()
                .filter(reading ->
                        reading.region().equals(place) || reading.peer().equals(place))
                .toList();
        for (var reading : ours) {
            var ends = reading.ends();
            figures.add(new LinkFigure(
                    ends.from(),
                    ends.to(),
                    reading.quantity(),
                    reading.value(),
                    reading,
                    table.hasUseFor(reading) && reading.isFreshAt(now)));
        }
        var fresh = ours.stream().filter(reading -> reading.isFreshAt(now)).toList();
        table.eachRoundTrip((ends, time) -> {
            if (ends.touches(place)) {
                figures.add(new LinkFigure(
                        ends.from(),
                        ends.to(),
                        LinkReading.Quantity.ROUND_TRIP,
                        time.toNanos() / 1e9,
                        null,
                        fresh.stream().noneMatch(reading -> isOf(reading, ends, LinkReading.Quantity.ROUND_TRIP))));
            }
        });
        table.eachLink((ends, link) -> {
            if (ends.touches(place)) {
                figures.add(new LinkFigure(
                        ends.from(),
                        ends.to(),
                        LinkReading.Quantity.BANDWIDTH,
                        link.gigabits() * 1e9,
                        null,
                        fresh.stream().noneMatch(reading -> isOf(reading, ends, LinkReading.Quantity.BANDWIDTH))));
            }
        });
        figures.sort(ORDER);
        return List.copyOf(figures);
    }

    private static boolean isOf(LinkReading reading, Network.Ends ends, LinkReading.Quantity quantity) {
        return reading.quantity() == quantity
                && (reading.ends().equals(ends)
                        || (quantity == LinkReading.Quantity.ROUND_TRIP
                                && reading.ends().equals(ends.turned())));
    }
}
