package io.isobar.broker.telemetry.kafka;

import io.isobar.broker.fencing.kafka.KafkaFences;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * The topics of telemetry. What is missing is made; what is there is left as it is, and said where it differs: it may be meant so, and a
 * shorter retention deletes. Copies are as many as the cluster makes by its default.
 */
public final class TelemetryTopics {
    /** What agents measure, keyed by region. The version of a name changes with records that old readers cannot read. */
    public static final String RAW = "isobar.telemetry.v1";
    /** What it adds up to, keyed by "region/pool". */
    public static final String SIGNALS = "isobar.signals.v1";
    /** What could not be used, as it came and with its key. */
    public static final String DEAD_LETTERS = "isobar.telemetry.dead-letters.v1";

    /** Which silent regions are about to be given up, keyed by region; not telemetry, but made with it. */
    private static final String FENCES = KafkaFences.TOPIC;

    private static final int PATIENCE_MS = 10_000;

    private final List<Topic> table;

    private record Topic(String name, int partitions, Map<String, String> configuration) {}

    /** {@code partitions} of the raw topic: as many replicas can share it. */
    public TelemetryTopics(int partitions) {
        table = List.of(
                new Topic(
                        RAW,
                        partitions,
                        Map.of(
                                "cleanup.policy", "delete",
                                "retention.ms", ms(Duration.ofHours(24)),
                                "compression.type", "producer")),
                new Topic(
                        SIGNALS,
                        4,
                        Map.of(
                                "cleanup.policy", "compact",
                                "compression.type", "producer",
                                "segment.bytes", Integer.toString(16 << 20),
                                "segment.ms", ms(Duration.ofHours(1)),
                                "min.cleanable.dirty.ratio", "0.3")),
                new Topic(FENCES, 1, Map.of("cleanup.policy", "compact", "compression.type", "producer")),
                new Topic(
                        DEAD_LETTERS,
                        1,
                        Map.of(
                                "cleanup.policy", "delete",
                                "retention.ms", ms(Duration.ofDays(7)),
                                "retention.bytes", Integer.toString(64 << 20),
                                "segment.bytes", Integer.toString(16 << 20),
                                "compression.type", "producer",
                                // A record of the raw topic at its largest, and the headers.
                                "max.message.bytes", Integer.toString(2 << 20))));
    }

    /**
     * Makes what is missing.
     *
     * @return of each difference a sentence that says what to do; empty: all is as it should be
     */
    List<String> make(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
        var made = admin.createTopics(table.stream()
                .map(topic -> new NewTopic(topic.name(), Optional.of(topic.partitions()), Optional.empty())
                        .configs(topic.configuration()))
                .toList());
        var there = new ArrayList<Topic>();
        for (var topic : table) {
            try {
                Objects.requireNonNull(made.values().get(topic.name())).get(PATIENCE_MS, TimeUnit.MILLISECONDS);
            } catch (ExecutionException failed) {
                if (!(failed.getCause() instanceof TopicExistsException)) {
                    throw failed;
                }
                there.add(topic);
            }
        }
        return there.isEmpty() ? List.of() : differences(admin, there);
    }

    private static List<String> differences(Admin admin, List<Topic> there)
            throws ExecutionException, InterruptedException, TimeoutException {
        var resources = there.stream().map(TelemetryTopics::resource).toList();
        var configurations = admin.describeConfigs(resources).all().get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        var descriptions = admin.describeTopics(there.stream().map(Topic::name).toList())
                .allTopicNames()
                .get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        var found = new ArrayList<String>();
        for (var topic : there) {
            differing(topic, Objects.requireNonNull(configurations.get(resource(topic))))
                    .forEach((name, is) -> {
                        var wanted = topic.configuration().get(name);
                        found.add("topic " + topic.name() + " has " + name + "=" + is + " and should have " + wanted
                                + "; nothing was changed. If it is not meant so: kafka-configs.sh --alter --entity-type topics --entity-name "
                                + topic.name() + " --add-config " + name + "=" + wanted);
                    });
            int partitions = Objects.requireNonNull(descriptions.get(topic.name()))
                    .partitions()
                    .size();
            if (partitions != topic.partitions()) {
                found.add("topic " + topic.name() + " has " + partitions + " partitions and not " + topic.partitions()
                        + "; nothing was changed, as keys would move. It works with what it has");
            }
        }
        return found;
    }

    private static Map<String, String> differing(Topic topic, Config configuration) {
        var differing = new TreeMap<String, String>();
        topic.configuration().forEach((name, wanted) -> {
            var entry = configuration.get(name);
            var is = entry == null ? "" : String.valueOf(entry.value());
            if (!is.equals(wanted)) {
                differing.put(name, is);
            }
        });
        return differing;
    }

    private static ConfigResource resource(Topic topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }

    private static String ms(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
