package io.isobar.agent.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isobar.agent.session.ScriptedBroker;
import io.isobar.proto.telemetry.v1.Metric;
import io.isobar.proto.telemetry.v1.MetricRecord;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent as it is configured, which answers probes and has a region that probes them. */
class ProbingTest {
    private static final String REGION = "isobar.agent.regions.here.";

    @TempDir
    Path folder;

    @Test
    void whatIsMeasuredGoesToTheBrokerWithTheTelemetryOfTheRegion() throws Exception {
        int port = freePort();
        try (ScriptedBroker broker =
                new ScriptedBroker().breaksSilenceAfter(Duration.ofSeconds(1), Duration.ofHours(1))) {
            AgentLifecycle agent = agent(
                    broker,
                    Map.of(
                            REGION + "probes.west",
                            "127.0.0.1:" + port,
                            "isobar.agent.probes.listen",
                            "127.0.0.1:" + port,
                            "isobar.agent.probes.every",
                            "5s",
                            "isobar.agent.probes.bandwidth-bytes",
                            "1MiB",
                            "isobar.agent.probes.serve-bytes",
                            "8MiB",
                            "isobar.agent.telemetry-every",
                            "500ms"));
            try {
                agent.start(new StartupEvent());

                List<MetricRecord> told = broker
                        .awaitStream(0)
                        .awaitMessage(message -> message.hasTelemetry()
                                && message.getTelemetry().getRecordsList().stream()
                                        .anyMatch(record -> record.getMetric() == Metric.METRIC_LINK_BANDWIDTH))
                        .getTelemetry()
                        .getRecordsList()
                        .stream()
                        .filter(MetricRecord::hasPeer)
                        .toList();

                assertThat(told).isNotEmpty().allSatisfy(record -> {
                    assertThat(record.getPeer()).isEqualTo("west");
                    assertThat(record.getValue()).isPositive();
                });
            } finally {
                agent.stop(new ShutdownEvent());
            }
            assertThat(isFree(port)).as("it listens no longer").isTrue();
        }
    }

    @Test
    void anAddressThatCannotBeHadIsSaidAtStart() throws Exception {
        try (ScriptedBroker broker = new ScriptedBroker();
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            AgentLifecycle agent =
                    agent(broker, Map.of("isobar.agent.probes.listen", "127.0.0.1:" + taken.getLocalPort()));
            try {
                assertThatThrownBy(() -> agent.start(new StartupEvent()))
                        .hasMessageContaining("isobar.agent.probes.listen: 127.0.0.1:" + taken.getLocalPort()
                                + " cannot be listened on");
            } finally {
                agent.stop(new ShutdownEvent());
            }
        }
    }

    private AgentLifecycle agent(ScriptedBroker broker, Map<String, String> more) {
        Map<String, String> keys = new HashMap<>(more);
        keys.put("isobar.agent.broker", broker.address().toString());
        keys.put("isobar.agent.state-folder", folder.resolve("state").toString());
        keys.put(REGION + "driver", "process");
        keys.put(REGION + "provider", "us");
        return new AgentLifecycle(
                new SmallRyeConfigBuilder()
                        .withSources(new PropertiesConfigSource(keys, "test", 100))
                        .withMapping(AgentConfiguration.class)
                        .build()
                        .getConfigMapping(AgentConfiguration.class),
                new SimpleMeterRegistry(),
                "test");
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket again = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return again.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
