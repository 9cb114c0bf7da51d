package io.isobar.broker.wiring;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.leader.Leader;
import io.isobar.broker.ledger.Ledger;
import io.isobar.broker.operations.RegionOperations.LinkCheck;
import io.isobar.broker.operations.RegionOperations.Probe;
import io.isobar.broker.telemetry.kafka.TelemetryTopics;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Looks at the broker's own links: its leader, the database, Kafka. */
@Singleton
class Probes {
    private static final int PATIENCE_MS = 3_000;

    private final Leader leader;
    private final Ledger ledger;
    private final BrokerConfiguration configuration;
    private final String version;

    Probes(
            Leader leader,
            Ledger ledger,
            BrokerConfiguration configuration,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.leader = leader;
        this.ledger = ledger;
        this.configuration = configuration;
        this.version = version;
    }

    List<Probe> all() {
        return List.of(this::broker, this::database, this::kafka);
    }

    private LinkCheck broker() {
        var name = configuration.grpc().host() + ":" + configuration.grpc().port();
        return leader.isReady()
                ? good(
                        "broker",
                        name,
                        "version " + version + ", leads, " + leader.live() + " workloads wait or run",
                        null)
                : bad("broker", name, "it is still taking up what was durable", "wait a moment, then check again");
    }

    private LinkCheck database() {
        long start = System.nanoTime();
        try {
            ledger.ping();
            return good("database", "postgresql", "answers", since(start));
        } catch (Failure failed) {
            return bad(
                    "database",
                    "postgresql",
                    String.valueOf(failed.getMessage()),
                    "start it or mend the way to it; nothing is accepted or placed until it answers, nothing is lost");
        }
    }

    private LinkCheck kafka() {
        var servers = configuration.kafka().bootstrapServers();
        long start = System.nanoTime();
        var properties = new Properties();
        properties.put("bootstrap.servers", servers);
        properties.put("request.timeout.ms", PATIENCE_MS);
        properties.put("default.api.timeout.ms", PATIENCE_MS);
        properties.put("client.id", "isobar-broker-check");
        try (var admin = Admin.create(properties)) {
            var nodes = admin.describeCluster().nodes().get(PATIENCE_MS, TimeUnit.MILLISECONDS);
            admin.describeTopics(List.of(TelemetryTopics.RAW)).allTopicNames().get(PATIENCE_MS, TimeUnit.MILLISECONDS);
            return good("kafka", servers, nodes.size() + " broker(s), topic " + TelemetryTopics.RAW, since(start));
        } catch (ExecutionException | TimeoutException | KafkaException failed) {
            return bad(
                    "kafka",
                    servers,
                    "does not answer: " + failed.getMessage(),
                    "start it or mend the way to it; work goes on, figures from telemetry grow old");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return bad("kafka", servers, "the look was interrupted", "check again");
        }
    }

    private static LinkCheck good(String kind, String name, String finding, @Nullable Duration took) {
        return new LinkCheck(kind, name, true, finding, "", took);
    }

    private static LinkCheck bad(String kind, String name, String finding, String remedy) {
        return new LinkCheck(kind, name, false, finding, remedy, null);
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
