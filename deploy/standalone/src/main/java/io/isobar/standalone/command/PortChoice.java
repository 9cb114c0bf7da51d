package io.isobar.standalone.command;

import io.isobar.standalone.federation.LaunchSettings;
import io.isobar.standalone.part.Ports;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;

/** Settles the ports that the federation file leaves open, and keeps the choice for later starts. */
final class PortChoice {
    /** Near the well-known ports, so that they are recognised in a list. */
    private static final Map<String, Integer> FIRST_TRIED = Map.of(
            LaunchSettings.HTTP, 8080,
            LaunchSettings.GRPC, 9090,
            LaunchSettings.AGENTS, 8181,
            LaunchSettings.POSTGRES, 15_432,
            LaunchSettings.KAFKA, 19_092,
            LaunchSettings.KAFKA_CONTROLLER, 19_192);

    private PortChoice() {}

    static LaunchSettings settle(LaunchSettings wanted, Path file) {
        Properties kept = read(file);
        Map<String, Integer> settled = new TreeMap<>();
        wanted.ports().forEach((name, port) -> settled.put(name, port == 0 ? choose(name, kept) : port));
        for (int broker = 2; broker <= wanted.brokers(); broker++) {
            for (String kind : List.of(LaunchSettings.HTTP, LaunchSettings.GRPC)) {
                String name = LaunchSettings.ofBroker(kind, broker);
                settled.put(name, another(name, Objects.requireNonNull(settled.get(kind)) + 1, settled, kept));
            }
        }
        kept.clear();
        settled.forEach((name, port) -> kept.setProperty(name, Integer.toString(port)));
        write(file, kept);
        return new LaunchSettings(wanted.brokers(), settled, wanted.javaOptions());
    }

    private static int choose(String name, Properties kept) {
        int first = FIRST_TRIED.getOrDefault(name, 20_000);
        int former = Integer.parseInt(kept.getProperty(name, Integer.toString(first)));
        return Ports.free(former) ? former : Ports.freeFrom(first);
    }

    /** One that nothing of this federation will take, though nothing listens yet. */
    private static int another(String name, int first, Map<String, Integer> settled, Properties kept) {
        int port = Integer.parseInt(kept.getProperty(name, Integer.toString(first)));
        if (!Ports.free(port)) {
            port = Ports.freeFrom(first);
        }
        while (settled.containsValue(port)) {
            port = Ports.freeFrom(port + 1);
        }
        return port;
    }

    private static Properties read(Path file) {
        Properties kept = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                kept.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file, e);
            }
        }
        return kept;
    }

    private static void write(Path file, Properties kept) {
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            kept.store(writer, "Ports of the last start; those not fixed by the federation file are kept");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
