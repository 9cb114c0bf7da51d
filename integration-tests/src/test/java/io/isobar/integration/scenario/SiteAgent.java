package io.isobar.integration.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The agent of a site, run by {@code region-agent/bin/isobar-agent} with a properties file, as a provider runs it. */
final class SiteAgent implements AutoCloseable {
    private static final Path PROGRAM = CommandLine.REPOSITORY.resolve("region-agent/bin/isobar-agent");
    private static final long PATIENCE_S = 60;

    private final Path folder;
    private final String federation;
    private final String region;
    private final List<String> settings;
    private final List<String> runBy;
    private Process process;

    /**
     * Starts it.
     *
     * @param settings of its region, without the prefix {@code isobar.agent.regions.NAME}
     * @param offer its price, with what it is for: {@code 2 CNY per card-hour}
     */
    SiteAgent(Path folder, LaunchedFederation federation, String region, List<String> settings, String offer) {
        this(folder, federation, region, settings, offer, List.of());
    }

    /**
     * Starts it.
     *
     * @param runBy what runs it, with its arguments; empty: nothing
     */
    SiteAgent(
            Path folder,
            LaunchedFederation federation,
            String region,
            List<String> settings,
            String offer,
            List<String> runBy) {
        this.folder = folder.resolve(region);
        this.federation = """
                isobar.agent.broker=%s
                isobar.agent.kafka.bootstrap-servers=127.0.0.1:%d
                isobar.agent.state-folder=%s
                """.formatted(federation.broker(), federation.port("kafka"), this.folder.resolve("state"));
        this.region = region;
        this.settings = settings;
        this.runBy = runBy;
        this.process = started(offer);
    }

    private Process started(String offer) {
        var prefix = "isobar.agent.regions." + region + ".";
        var text = new StringBuilder(federation);
        settings.forEach(line -> text.append(prefix).append(line).append('\n'));
        var parts = offer.split(" per ", 2);
        text.append(prefix).append("offers[0].price=").append(parts[0]).append('\n');
        text.append(prefix).append("offers[0].per=").append(parts[1]).append('\n');
        try {
            Files.createDirectories(folder);
            var file = Files.writeString(folder.resolve("agent.properties"), text);
            var command = new ArrayList<>(runBy);
            command.addAll(List.of(PROGRAM.toString(), "run", file.toString()));
            var builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("agent.log").toFile()));
            builder.environment().put("QUARKUS_HTTP_PORT", "0");
            builder.environment().put("ISOBAR_JAVA_OPTIONS", "-Xmx128m -XX:TieredStopAtLevel=1");
            return builder.start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** As if its machine had lost its power; what it started goes on. */
    void die() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    void signal(String signal) throws IOException, InterruptedException {
        LaunchedFederation.signal(signal, process.pid());
    }

    /** With another price: it is stopped, and started anew on the same state. */
    void sells(String offer) {
        close();
        process = started(offer);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
