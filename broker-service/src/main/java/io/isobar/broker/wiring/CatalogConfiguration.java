package io.isobar.broker.wiring;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.CatalogException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The catalogue of accelerators, with the operator's own entries where there are any. */
final class CatalogConfiguration {
    private static final String KEY = "isobar.broker.catalog.file";
    private static final long MOST_BYTES = 4 << 20;

    private CatalogConfiguration() {}

    /**
     * Reads it.
     *
     * @throws CatalogException naming every problem of the operator's table
     * @throws IllegalArgumentException where its file cannot be read
     */
    static AcceleratorCatalog read(BrokerConfiguration.Catalog configuration) {
        var named = configuration.file();
        if (named.isEmpty()) {
            return AcceleratorCatalog.load();
        }
        var file = Path.of(named.get());
        try {
            if (Files.isDirectory(file) || !Files.isReadable(file)) {
                throw wrong(file, "is absent, a folder or not readable", null);
            }
            if (Files.size(file) > MOST_BYTES) {
                throw wrong(file, "has " + Files.size(file) + " bytes, more than " + MOST_BYTES, null);
            }
            var table = Files.readString(file);
            return AcceleratorCatalog.load(file.toString(), new StringReader(table));
        } catch (CharacterCodingException notText) {
            throw wrong(file, "is no text in UTF-8", notText);
        } catch (IOException unreadable) {
            throw wrong(file, "cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static IllegalArgumentException wrong(Path file, String why, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                KEY + ": " + file + " " + why
                        + ". Name a table as docs/catalogue.md describes it, or leave the key out.",
                cause);
    }
}
