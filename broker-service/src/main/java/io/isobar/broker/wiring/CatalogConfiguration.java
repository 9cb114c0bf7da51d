package io.isobar.broker.wiring;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.CatalogException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The catalogue of accelerators, with the operator's own entries where there are any. */
final class CatalogConfiguration {
    private static final String MODELS = "isobar.broker.catalog.file";
    private static final String SPEEDS = "isobar.broker.catalog.speeds-file";
    private static final long MOST_BYTES = 4 << 20;

    private CatalogConfiguration() {}

    /**
     * Reads it.
     *
     * @throws CatalogException naming every problem of the operator's tables
     * @throws IllegalArgumentException where a file cannot be read
     */
    static AcceleratorCatalog read(BrokerConfiguration.Catalog configuration) {
        return AcceleratorCatalog.load(
                configuration.file().orElse("operator's table"),
                table(MODELS, configuration.file()),
                configuration.speedsFile().orElse("operator's speeds"),
                table(SPEEDS, configuration.speedsFile()));
    }

    /** Empty where no file is named. */
    private static Reader table(String key, Optional<String> named) {
        if (named.isEmpty()) {
            return new StringReader("");
        }
        var file = Path.of(named.get());
        try {
            if (Files.isDirectory(file) || !Files.isReadable(file)) {
                throw wrong(key, file, "is absent, a folder or not readable", null);
            }
            if (Files.size(file) > MOST_BYTES) {
                throw wrong(key, file, "has " + Files.size(file) + " bytes, more than " + MOST_BYTES, null);
            }
            return new StringReader(Files.readString(file));
        } catch (CharacterCodingException notText) {
            throw wrong(key, file, "is no text in UTF-8", notText);
        } catch (IOException unreadable) {
            throw wrong(key, file, "cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static IllegalArgumentException wrong(String key, Path file, String why, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                key + ": " + file + " " + why
                        + ". Name a table as docs/catalogue.md describes it, or leave the key out.",
                cause);
    }
}
