package io.isobar.integration.container;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.isobar.integration.scenario.Federation;
import io.isobar.standalone.federation.PropertiesText;
import io.isobar.standalone.part.OwnedPart;
import io.isobar.standalone.part.Ports;
import io.isobar.standalone.part.QuarkusService;
import io.isobar.standalone.part.ServiceSettings;
import io.isobar.standalone.process.ProcessTable;
import io.isobar.standalone.process.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * PostgreSQL and Kafka in containers; broker and agents as processes, as the launcher starts them, but without its
 * supervisor: what a test kills is started by the test.
 */
final class ContainerFederation implements Federation {
    private static final Path REPOSITORY =
            Path.of(System.getProperty("isobar.repository")).normalize();

    private final Path folder;
    private final ContainerEngines engines;
    private final int grpc = Ports.anyFree();
    private final OwnedPart broker;
    private final OwnedPart local;
    private final OwnedPart simulated;
    private final ManagedChannel channel;

    private ContainerFederation(Path folder, ContainerEngines engines) {
        this.folder = folder;
        this.engines = engines;
        this.broker = new OwnedPart(broker());
        this.local = new OwnedPart(agent(
                "local",
                Map.of(
                        "regions.local.driver", "process",
                        "regions.local.provider", "this-machine",
                        "regions.local.offers[0].pool", "machine",
                        "regions.local.offers[0].price", "0.15 CNY",
                        "regions.local.offers[0].per", "core-hour")));
        var regions = new TreeMap<String, String>();
        regions.putAll(simulated("small", SMALL));
        regions.putAll(simulated("large", LARGE));
        this.simulated = new OwnedPart(agent("simulated", regions));
        this.channel = ManagedChannelBuilder.forAddress("127.0.0.1", grpc)
                .usePlaintext()
                .build();
    }

    static Federation start(Path folder) {
        var federation = new ContainerFederation(folder, new ContainerEngines());
        try {
            federation.broker.start();
            federation.local.start();
            federation.simulated.start();
            return federation;
        } catch (RuntimeException failed) {
            federation.close();
            throw failed;
        }
    }

    @Override
    public Path simulatedLog() {
        return folder.resolve("simulated.log");
    }

    @Override
    public ManagedChannel channel() {
        return channel;
    }

    @Override
    public void crashBroker() {
        broker.kill();
        broker.start();
    }

    @Override
    public void crashAgent() {
        local.kill();
        local.start();
    }

    @Override
    public void crashPostgres() {
        engines.crashPostgres();
    }

    @Override
    public void crashKafka() {
        engines.crashKafka();
    }

    private QuarkusService broker() {
        int http = Ports.anyFree();
        return service(
                "broker",
                "broker-service",
                http,
                Map.of(
                        "isobar.broker.grpc.host", "127.0.0.1",
                        "isobar.broker.grpc.port", Integer.toString(grpc),
                        "isobar.broker.kafka.bootstrap-servers", engines.bootstrapServers()),
                Map.of(
                        "QUARKUS_DATASOURCE_JDBC_URL", engines.jdbcUrl(),
                        "QUARKUS_DATASOURCE_USERNAME", engines.user(),
                        "QUARKUS_DATASOURCE_PASSWORD", engines.password()));
    }

    private QuarkusService agent(String name, Map<String, String> keys) {
        var all = new TreeMap<String, String>();
        keys.forEach((key, value) -> all.put("isobar.agent." + key, value));
        all.put("isobar.agent.broker", "127.0.0.1:" + grpc);
        all.put("isobar.agent.state-folder", folder.resolve(name).toString());
        all.put("isobar.agent.kafka.bootstrap-servers", engines.bootstrapServers());
        return service(name, "region-agent", Ports.anyFree(), all, Map.of());
    }

    private QuarkusService service(
            String name, String module, int http, Map<String, String> configuration, Map<String, String> environment) {
        return new QuarkusService(new ServiceSettings(
                name,
                "127.0.0.1:" + http,
                REPOSITORY.resolve(module).resolve("target/quarkus-app/quarkus-run.jar"),
                folder.resolve(name),
                folder.resolve(name + ".log"),
                http,
                false,
                Map.of("of a test", http),
                PropertiesText.of("of a test", configuration),
                () -> environment,
                List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", Federation.ALL_DECISIONS)));
    }

    private Map<String, String> simulated(String region, int nodes) {
        var inventory = folder.resolve(region + ".yaml");
        try {
            Files.createDirectories(folder);
            Files.writeString(inventory, Federation.inventory(nodes));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        var prefix = "regions." + region + ".";
        return Map.of(
                prefix + "driver", "simulated",
                prefix + "provider", "somebody",
                prefix + "inventory.file", inventory.toString(),
                prefix + "time-scale", "3600");
    }

    /** Also ends what workloads left running: their processes outlive an agent. */
    @Override
    public void close() {
        channel.shutdownNow();
        simulated.close();
        local.close();
        broker.close();
        var state = folder.resolve("local").toString();
        ProcessTable.withEnvironment("ISOBAR_STATE_FOLDER", state::equals)
                .forEach(process -> process.signal(Signal.KILL));
        engines.close();
    }
}
