package io.isobar.bench.prices;

import io.isobar.bench.trace.CsvFile;
import io.isobar.broker.capacity.PoolKey;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.resource.Money;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Prices of clouds as they changed: of a type of machine in a zone, from a day on. Columns: date, provider, instance_type, accelerator,
 * accelerator_count, region, zone, ondemand_usd_per_hour, spot_usd_per_hour; an empty price is not known.
 */
final class PriceFeed {
    private static final Currency USD = Currency.getInstance("USD");

    private PriceFeed() {}

    /**
     * From that day on.
     *
     * @param accelerator as the feed calls it
     * @param onDemand per accelerator and hour; null: not known, and so is 0
     */
    record Change(
            LocalDate day,
            String provider,
            PoolKey pool,
            String accelerator,
            @Nullable Money onDemand,
            @Nullable Money spot) {}

    /** By day; within one in the order of the file. Without machines that have only a part of an accelerator. */
    static Map<LocalDate, List<Change>> read(Path file) throws IOException {
        return CsvFile.rows(file).stream()
                .filter(row -> accelerators(row).compareTo(BigDecimal.ONE) >= 0)
                .map(PriceFeed::change)
                .collect(Collectors.groupingBy(Change::day, TreeMap::new, Collectors.toCollection(ArrayList::new)));
    }

    private static Change change(String[] row) {
        var place = Stream.of(row[1], row[6].isEmpty() ? row[5] : row[6]).collect(Collectors.joining("-"));
        // Where machines are put together at will, there is no name for one.
        var type = row[2].isEmpty() ? row[3] + "-" + row[4] : row[2];
        var machine = type.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        var accelerators = accelerators(row);
        return new Change(
                LocalDate.parse(row[0]),
                row[1],
                new PoolKey(new RegionName(place), machine),
                row[3],
                price(row[7], accelerators),
                price(row[8], accelerators));
    }

    private static BigDecimal accelerators(String[] row) {
        return new BigDecimal(row[4]);
    }

    private static @Nullable Money price(String ofMachine, BigDecimal accelerators) {
        if (ofMachine.isEmpty() || new BigDecimal(ofMachine).signum() <= 0) {
            return null;
        }
        return Money.of(new BigDecimal(ofMachine).divide(accelerators, Money.SCALE, RoundingMode.HALF_EVEN), USD);
    }
}
