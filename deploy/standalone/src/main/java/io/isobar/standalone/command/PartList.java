package io.isobar.standalone.command;

import io.isobar.standalone.engine.KafkaServer;
import io.isobar.standalone.engine.KafkaSettings;
import io.isobar.standalone.engine.PostgresServer;
import io.isobar.standalone.engine.PostgresSettings;
import io.isobar.standalone.federation.AgentPlan;
import io.isobar.standalone.federation.Federation;
import io.isobar.standalone.federation.LaunchSettings;
import io.isobar.standalone.federation.PropertiesText;
import io.isobar.standalone.part.Part;
import io.isobar.standalone.part.Ports;
import io.isobar.standalone.part.QuarkusService;
import io.isobar.standalone.part.ServiceSettings;
import io.isobar.standalone.supervisor.Home;
import io.isobar.standalone.supervisor.Stage;
import io.isobar.standalone.supervisor.Supervisor.Staged;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes the parts of a federation: who they are, where they listen, and what they are told of each other. */
final class PartList {
    private static final String BROKER = "broker";
    private static final String HEADING = "Written by the launcher at every start, from the federation file.";

    private final Installation installation;
    private final Federation federation;
    private final LaunchSettings launch;
    private final Home home;

    /**
     * Of this federation.
     *
     * @param settled the ports that are used, where the federation leaves them open
     */
    PartList(Installation installation, Federation federation, LaunchSettings settled) {
        this.installation = installation;
        this.federation = federation;
        this.launch = settled;
        this.home = installation.home();
    }

    List<Staged> engines() {
        return List.of(new Staged(postgres(), Stage.ENGINES), new Staged(kafka(), Stage.ENGINES));
    }

    List<Staged> all() {
        PostgresServer postgres = postgres();
        KafkaServer kafka = kafka();
        List<Staged> parts =
                new ArrayList<>(List.of(new Staged(postgres, Stage.ENGINES), new Staged(kafka, Stage.ENGINES)));
        for (int number = 1; number <= launch.brokers(); number++) {
            parts.add(new Staged(broker(number, postgres, kafka), Stage.BROKER));
        }
        boolean fixed = federation.launch().port(LaunchSettings.AGENTS) != 0;
        int port = launch.port(LaunchSettings.AGENTS);
        for (AgentPlan agent : federation.agents()) {
            parts.add(new Staged(agent(agent, port, kafka), Stage.AGENTS));
            port = fixed ? port + 1 : Ports.freeFrom(port + 1);
        }
        return parts;
    }

    private PostgresServer postgres() {
        return new PostgresServer(new PostgresSettings(
                home.postgres(),
                home.passwordFile(),
                home.log(PostgresServer.NAME),
                launch.port(LaunchSettings.POSTGRES),
                installation.environment(),
                installation.dist()));
    }

    private KafkaServer kafka() {
        return new KafkaServer(new KafkaSettings(
                home.kafka(),
                home.log(KafkaServer.NAME),
                launch.port(LaunchSettings.KAFKA),
                launch.port(LaunchSettings.KAFKA_CONTROLLER),
                launch.javaOptions("kafka"),
                Optional.of(home.kafka().resolve("classes.jsa")),
                installation.dist()));
    }

    /** Where all brokers listen, for those who take several addresses. */
    static String brokers(LaunchSettings launch) {
        return IntStream.rangeClosed(1, launch.brokers())
                .mapToObj(number -> "127.0.0.1:" + launch.port(LaunchSettings.ofBroker(LaunchSettings.GRPC, number)))
                .collect(Collectors.joining(","));
    }

    private Part broker(int number, PostgresServer postgres, KafkaServer kafka) {
        String name = LaunchSettings.ofBroker(BROKER, number);
        int http = launch.port(LaunchSettings.ofBroker(LaunchSettings.HTTP, number));
        int grpc = launch.port(LaunchSettings.ofBroker(LaunchSettings.GRPC, number));
        return new QuarkusService(new ServiceSettings(
                name,
                "127.0.0.1:" + grpc + " (gRPC), http://127.0.0.1:" + http + " (REST)",
                installation.brokerJar(),
                home.broker(name),
                home.log(name),
                http,
                launch.brokers() > 1,
                Map.of(
                        "HTTP_PORT=N of make, or standalone.ports.http in the federation file", http,
                        "BROKER_PORT=N of make, or standalone.ports.grpc in the federation file", grpc),
                PropertiesText.of(HEADING, brokerConfiguration(grpc, kafka)),
                () -> Map.of(
                        "QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl(),
                        "QUARKUS_DATASOURCE_USERNAME", PostgresServer.ROLE,
                        "QUARKUS_DATASOURCE_PASSWORD", postgres.password()),
                launch.javaOptions(BROKER)));
    }

    /** What the file says, and what only the launcher knows, which wins. */
    private Map<String, String> brokerConfiguration(int grpc, KafkaServer kafka) {
        Map<String, String> all = new TreeMap<>(federation.broker());
        all.put("isobar.broker.grpc.host", "127.0.0.1");
        all.put("isobar.broker.grpc.port", Integer.toString(grpc));
        all.put("isobar.broker.kafka.bootstrap-servers", kafka.bootstrapServers());
        return all;
    }

    private Part agent(AgentPlan plan, int port, KafkaServer kafka) {
        Map<String, String> configuration = plan.configuration(Map.of(
                "broker", brokers(launch),
                "state-folder", home.agent(plan.name()).toString(),
                "kafka.bootstrap-servers", kafka.bootstrapServers()));
        return new QuarkusService(new ServiceSettings(
                plan.name(),
                (plan.regions().size() == 1
                                ? "region " + plan.regions().getFirst()
                                : plan.regions().size() + " regions")
                        + ", health on port " + port,
                installation.agentJar(),
                home.agent(plan.name()),
                home.log(plan.name()),
                port,
                false,
                Map.of("standalone.ports.agents in the federation file (the first of the agents' ports)", port),
                PropertiesText.of(HEADING, configuration),
                Map::of,
                launch.javaOptions("agent")));
    }
}
