package io.isobar.broker.catalog;

import io.isobar.broker.table.Csv;
import io.isobar.broker.table.CsvTable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The tables that come with the product. */
final class CatalogResource {
    private static final String DIRECTORY = "/catalog/";

    private CatalogResource() {}

    static CsvTable read(String file, List<String> problems) {
        var stream = Objects.requireNonNull(
                CatalogResource.class.getResourceAsStream(DIRECTORY + file), () -> "no resource " + file);
        try (var reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            return Csv.read("catalog/" + file, reader, problems);
        } catch (IOException e) {
            throw new UncheckedIOException("The table " + file + " cannot be read.", e);
        }
    }
}
