package io.isobar.broker.wiring;

import io.isobar.broker.network.Network;
import io.isobar.broker.network.NetworkTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The table of links, as configured. */
final class NetworkConfiguration {
    private NetworkConfiguration() {}

    /** Throws where the table cannot be read or used; every problem of it is named at once. */
    static Network read(BrokerConfiguration.Network configured) {
        var file = configured.file();
        if (file.isEmpty()) {
            return Network.UNKNOWN;
        }
        try (var reader = Files.newBufferedReader(Path.of(file.get()))) {
            return NetworkTable.read(file.get(), reader);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("isobar.broker.network.file: " + file.get() + " cannot be read", unreadable);
        }
    }
}
