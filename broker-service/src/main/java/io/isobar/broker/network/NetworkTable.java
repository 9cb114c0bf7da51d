package io.isobar.broker.network;

import io.isobar.broker.resource.Money;
import io.isobar.broker.resource.QuantityException;
import io.isobar.broker.table.Csv;
import io.isobar.broker.table.CsvTable;
import java.io.IOException;
import java.io.Reader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the table of an operator: columns {@code from}, {@code to}, {@code gbps} (what many connections together get),
 * {@code egress_per_gb} ("0.147 USD", for 10^9 bytes), {@code rtt_ms} (the round trip, which may be left out), and for people
 * {@code source}. A row with a round trip may leave out the other two: nothing is moved that way.
 */
public final class NetworkTable {
    private static final Set<String> REQUIRED = new LinkedHashSet<>(List.of("from", "to", "gbps", "egress_per_gb"));
    private static final Set<String> KNOWN =
            new LinkedHashSet<>(List.of("from", "to", "gbps", "egress_per_gb", "rtt_ms", "source"));

    private static final int LONGEST_ROUND_TRIP_MS = 60_000;

    private final CsvTable table;
    private final List<String> problems;
    private final Map<Network.Ends, Link> links = new HashMap<>();
    private final Map<Network.Ends, Duration> roundTrips = new HashMap<>();
    private final Set<Network.Ends> seen = new HashSet<>();

    private NetworkTable(CsvTable table, List<String> problems) {
        this.table = table;
        this.problems = problems;
    }

    /**
     * The network of a table.
     *
     * @param name of the file, for problems
     * @throws IllegalArgumentException where it cannot be used; its message names every problem with its line
     */
    public static Network read(String name, Reader reader) throws IOException {
        var problems = new ArrayList<String>();
        var table = Csv.read(name, reader, problems);
        table.checkColumns(KNOWN, REQUIRED, problems);
        var read = new NetworkTable(table, problems);
        if (problems.isEmpty()) {
            table.rows().forEach(read::add);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("The network table has " + problems.size()
                    + (problems.size() == 1 ? " problem" : " problems") + ":\n  " + String.join("\n  ", problems));
        }
        return new Network(read.links, read.roundTrips);
    }

    private void add(CsvTable.Row row) {
        var from = table.cell(row, "from").orElse("");
        var to = table.cell(row, "to").orElse("");
        if (from.isEmpty() || to.isEmpty() || from.equals(to)) {
            problems.add(table.place(row) + ": from \"" + from + "\" to \"" + to + "\" names no two places.");
            return;
        }
        var ends = new Network.Ends(from, to);
        if (!seen.add(ends)) {
            problems.add(table.place(row) + ": the way from " + from + " to " + to + " is there twice.");
        }
        boolean timed = table.cell(row, "rtt_ms").isPresent();
        var roundTrip = timed ? roundTrip(row) : null;
        if (roundTrip != null) {
            roundTrips.put(ends, roundTrip);
        }
        boolean onlyTimed = timed
                && table.cell(row, "gbps").isEmpty()
                && table.cell(row, "egress_per_gb").isEmpty();
        if (!onlyTimed) {
            var bandwidth = bandwidth(row);
            var price = price(row);
            if (bandwidth != null && price != null) {
                links.put(ends, new Link(bandwidth, price));
            }
        }
    }

    private @Nullable Duration roundTrip(CsvTable.Row row) {
        var text = table.cell(row, "rtt_ms").orElse("");
        try {
            double millis = Double.parseDouble(text);
            if (millis > 0 && millis <= LONGEST_ROUND_TRIP_MS) {
                return Duration.ofNanos(Math.round(millis * 1e6));
            }
        } catch (NumberFormatException notANumber) {
            // Told below, with the others.
        }
        problems.add(table.place(row) + ": rtt_ms is \"" + text + "\"; it must be more than 0 and at most "
                + LONGEST_ROUND_TRIP_MS + ". Leave it empty where nobody measured.");
        return null;
    }

    private @Nullable Double bandwidth(CsvTable.Row row) {
        var text = table.cell(row, "gbps").orElse("");
        try {
            double gbps = Double.parseDouble(text);
            if (gbps > 0 && gbps <= 1_000_000) {
                return gbps;
            }
        } catch (NumberFormatException notANumber) {
            // Told below, with the others.
        }
        problems.add(table.place(row) + ": gbps is \"" + text
                + "\"; it must be more than 0. Leave out the row of a way that nobody measured.");
        return null;
    }

    private @Nullable Money price(CsvTable.Row row) {
        var text = table.cell(row, "egress_per_gb").orElse("");
        try {
            var price = Money.parse(text);
            if (!price.isNegative()) {
                return price;
            }
            problems.add(table.place(row) + ": egress_per_gb is " + price + ", which is less than 0.");
        } catch (QuantityException bad) {
            problems.add(table.place(row) + ": egress_per_gb: " + bad.getMessage());
        }
        return null;
    }
}
