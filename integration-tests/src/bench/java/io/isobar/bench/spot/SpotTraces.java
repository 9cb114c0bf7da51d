package io.isobar.bench.spot;

import io.isobar.bench.trace.CsvFile;
import io.isobar.broker.spot.SpotOffer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** The traces of the folder that the benchmark is given. Availability and prices are run-length encoded: {@code 1*12 0*3}. */
final class SpotTraces {
    private static final int WINDOWS_PUBLISHED = 8;

    /** One zone for 60 hours. */
    private record Trace(LocalDateTime start, double tick, List<SpotOffer> offers) {
        boolean overlaps(Trace other) {
            double length = Math.max(offers.size() * tick, other.offers.size() * other.tick);
            return Duration.between(start, other.start).abs().toSeconds() < length * 3600;
        }
    }

    /**
     * Several zones that are asked together.
     *
     * @param windows how many of the windows, from the first, the published figures are of
     */
    record Scenario(String name, List<String> zones, int windows) {}

    /** One zone on its own, with what a restart costs there, in hours. */
    record Single(String zone, double restart, int window, Market market) {}

    private final Map<String, Map<Integer, Trace>> zones = new HashMap<>();
    private final List<Scenario> scenarios = new ArrayList<>();
    private final List<Single> singles = new ArrayList<>();

    /**
     * @param singlePrice the price of an hour in the windows of one zone, which have none
     * @throws IOException if a file is missing, with its name
     */
    SpotTraces(Path folder, double singlePrice) throws IOException {
        for (String[] row : CsvFile.rows(folder.resolve("multi_region_aligned_v100.csv.gz"))) {
            int ticks = Integer.parseInt(row[4]);
            Trace trace = new Trace(LocalDateTime.parse(row[2]), hours(row[3]), offers(row[5], expand(row[6], ticks)));
            zones.computeIfAbsent(row[0].substring(0, row[0].indexOf('_')), _ -> new HashMap<>())
                    .put(Integer.valueOf(row[1]), trace);
        }
        for (String[] row : CsvFile.rows(folder.resolve("multi_region_per_scenario.csv"))) {
            int last = Integer.parseInt(row[2].substring(row[2].indexOf('-') + 1));
            scenarios.add(new Scenario(row[0], List.of(row[1].split("\\|", -1)), last + 1));
        }
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String[] row : CsvFile.rows(folder.resolve("single_region_540_windows.csv.gz"))) {
            int ticks = Integer.parseInt(row[4]);
            double[] price = new double[ticks];
            Arrays.fill(price, singlePrice);
            Market market = new Market(hours(row[3]), List.of(offers(row[5], price)));
            int window = counts.merge(row[0] + row[1], 1, Integer::sum) - 1;
            singles.add(new Single(row[1], Double.parseDouble(row[0]), window, market));
        }
    }

    List<Scenario> scenarios() {
        return scenarios;
    }

    List<Single> singles() {
        return singles;
    }

    Market market(Scenario scenario, int window) {
        List<Trace> traces =
                scenario.zones().stream().map(zone -> trace(zone, window)).toList();
        return new Market(
                traces.getFirst().tick(), traces.stream().map(Trace::offers).toList());
    }

    /** Windows none of whose hours is in a window that the published figures are of. */
    List<Integer> windowsApart() {
        // All zones have the same windows.
        String zone = zones.keySet().iterator().next();
        return Objects.requireNonNull(zones.get(zone)).keySet().stream()
                .filter(window -> window >= WINDOWS_PUBLISHED)
                .filter(window -> IntStream.range(0, WINDOWS_PUBLISHED)
                        .noneMatch(published -> trace(zone, published).overlaps(trace(zone, window))))
                .sorted()
                .toList();
    }

    private Trace trace(String zone, int window) {
        Map<Integer, Trace> windows = zones.get(zone);
        Trace trace = windows == null ? null : windows.get(window);
        if (trace == null) {
            throw new IllegalArgumentException("there is no window " + window + " of zone " + zone);
        }
        return trace;
    }

    private static double hours(String seconds) {
        return Double.parseDouble(seconds) / 3600;
    }

    private static List<SpotOffer> offers(String unavailable, double[] price) {
        double[] away = expand(unavailable, price.length);
        List<SpotOffer> offers = new ArrayList<>();
        for (int i = 0; i < price.length; i++) {
            offers.add(new SpotOffer(away[i] == 0, price[i]));
        }
        return offers;
    }

    private static double[] expand(String runs, int ticks) {
        double[] values = new double[ticks];
        int at = 0;
        for (String run : runs.split(" ", -1)) {
            int star = run.indexOf('*');
            int to = at + Integer.parseInt(run.substring(star + 1));
            Arrays.fill(values, at, to, Double.parseDouble(run.substring(0, star)));
            at = to;
        }
        if (at != ticks) {
            throw new IllegalArgumentException("a trace of " + ticks + " ticks has " + at);
        }
        return values;
    }
}
