package io.isobar.standalone.federation;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How the parts are started on this machine.
 *
 * @param brokers how many are started, 1 to 5, of which one leads
 * @param ports by name; 0 where the launcher chooses
 * @param javaOptions by kind of part: broker, agent, kafka
 */
public record LaunchSettings(int brokers, Map<String, Integer> ports, Map<String, List<String>> javaOptions) {
    public static final String HTTP = "http";
    public static final String GRPC = "grpc";
    public static final String AGENTS = "agents";
    public static final String POSTGRES = "postgres";
    public static final String KAFKA = "kafka";
    public static final String KAFKA_CONTROLLER = "kafka-controller";

    static final Map<String, Integer> DEFAULT_PORTS =
            Map.of(HTTP, 8080, GRPC, 9090, AGENTS, 0, POSTGRES, 0, KAFKA, 0, KAFKA_CONTROLLER, 0);

    static final Map<String, List<String>> DEFAULT_JAVA_OPTIONS =
            Map.of("broker", List.of("-Xmx256m"), "agent", List.of("-Xmx192m"), "kafka", List.of());

    public LaunchSettings {
        ports = Map.copyOf(ports);
        javaOptions = Map.copyOf(javaOptions);
    }

    public static final int MOST_BROKERS = 5;

    /** The name of a port of one of the brokers, which are counted from 1: http, http-2. */
    public static String ofBroker(String name, int broker) {
        return broker == 1 ? name : name + "-" + broker;
    }

    public int port(String name) {
        return Objects.requireNonNull(ports.get(name), name);
    }

    public List<String> javaOptions(String kind) {
        return Objects.requireNonNull(javaOptions.get(kind), kind);
    }
}
