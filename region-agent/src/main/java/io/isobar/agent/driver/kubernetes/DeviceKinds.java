package io.isobar.agent.driver.kubernetes;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the extended resources of device plug-ins count. The table is {@code devices.csv}: a name of a resource, in which {@code *} stands for
 * anything; what its number counts; the name under which it is advertised where no label tells the model; and the labels that tell it. The first
 * row that fits counts.
 */
final class DeviceKinds {
    private static final DeviceKinds BUILT_IN = read();

    /** What one of a resource is. */
    enum Counts {
        /** A whole device. */
        DEVICES,
        /** A part of a device that the hardware keeps apart. */
        PARTITIONS,
        /** A place on a device that others use too. */
        SHARES,
        /** Something of a device that is asked for beside it: memory, cores. */
        AMOUNTS,
        /** Nothing that computes. */
        NONE
    }

    /**
     * A resource that is known.
     *
     * @param name what stands for it, or for what part of a device it is; null: nothing does
     * @param labels of the node that tell the model, in this order
     */
    record Kind(Counts counts, @Nullable String name, List<String> labels) {}

    private record Row(Pattern resource, Counts counts, String name, List<String> labels) {}

    private final List<Row> rows;

    private DeviceKinds(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    static DeviceKinds builtIn() {
        return BUILT_IN;
    }

    Optional<Kind> find(String resource) {
        for (Row row : rows) {
            Matcher matcher = row.resource().matcher(resource);
            if (matcher.matches()) {
                String star = matcher.groupCount() == 0 ? "" : matcher.group(1);
                String name = row.name().replace("*", star);
                return Optional.of(new Kind(row.counts(), name.isEmpty() ? null : name, row.labels()));
            }
        }
        return Optional.empty();
    }

    /** Labels that tell of a device, whatever it is. */
    List<String> modelLabels() {
        return rows.stream()
                .flatMap(row -> row.labels().stream())
                .filter(label -> label.contains("/"))
                .distinct()
                .toList();
    }

    private static DeviceKinds read() {
        List<Row> rows = new ArrayList<>();
        try (InputStream table = DeviceKinds.class.getResourceAsStream("devices.csv")) {
            if (table == null) {
                throw new IllegalStateException("devices.csv is not among the agent's files");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8));
            lines.lines().skip(1).map(DeviceKinds::row).forEach(rows::add);
        } catch (IOException e) {
            throw new UncheckedIOException("devices.csv cannot be read", e);
        }
        return new DeviceKinds(rows);
    }

    private static Row row(String line) {
        String[] cells = line.split(",", -1);
        return new Row(
                pattern(cells[0]),
                Counts.valueOf(cells[1].toUpperCase(Locale.ROOT)),
                cells[2],
                cells[3].isEmpty() ? List.of() : Arrays.asList(cells[3].split(";", -1)));
    }

    private static Pattern pattern(String resource) {
        StringBuilder pattern = new StringBuilder();
        String[] parts = resource.split("\\*", -1);
        for (int i = 0; i < parts.length; i++) {
            pattern.append(i == 0 ? "" : "(.*)").append(Pattern.quote(parts[i]));
        }
        return Pattern.compile(pattern.toString());
    }
}
