package io.isobar.agent.wiring;

import io.isobar.agent.driver.slurm.QueueSettings;
import io.isobar.agent.driver.slurm.RestAccess;
import io.isobar.agent.driver.slurm.RestAddress;
import io.isobar.agent.driver.slurm.SlurmSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a Slurm region says of its cluster. */
final class SlurmSettingsReader {
    private static final Duration PULSE = Duration.ofSeconds(10);

    private final Problems problems;
    private final String prefix;

    SlurmSettingsReader(Problems problems, String prefix) {
        this.problems = problems;
        this.prefix = prefix;
    }

    RegionSettings.SlurmClusterSettings read(AgentConfiguration.SlurmEntry entry, List<PricedPools> offers) {
        List<String> partitions = entry.partitions()
                .map(names -> Stream.of(names.split(",", -1)).map(String::strip).toList())
                .orElse(List.of());
        if (partitions.stream().anyMatch(String::isEmpty)) {
            problems.add(prefix + "partitions", "a name is empty; write them with single commas between");
        }
        entry.accelerators().forEach((resource, name) -> {
            if (name.isBlank()) {
                problems.add(prefix + "accelerators." + resource, "is empty; write a name, or none");
            }
        });
        Map<String, String> charged = new TreeMap<>();
        charge("account", entry.account(), charged);
        charge("qos", entry.qos(), charged);
        Duration timeout = span("timeout", entry.timeout(), Duration.ofSeconds(1), Duration.ofMinutes(5));
        return new RegionSettings.SlurmClusterSettings(
                path("programs", entry.programs()),
                path("configuration", entry.configuration()),
                rest(entry, timeout),
                timeout,
                charged,
                new SlurmSettings(
                        partitions,
                        entry.accelerators(),
                        span("poll-every", entry.pollEvery(), Duration.ofMillis(100), Duration.ofMinutes(5)),
                        span("look-every", entry.lookEvery(), Duration.ofMillis(500), Duration.ofMinutes(10)),
                        span("start-within", entry.startWithin(), Duration.ofSeconds(1), Duration.ofDays(30)),
                        queue(entry, partitions),
                        new SiteRuntimeReader(problems, prefix).read(entry),
                        PULSE,
                        pool -> PricedPools.priced(pool, offers)));
    }

    private QueueSettings queue(AgentConfiguration.SlurmEntry entry, List<String> partitions) {
        entry.queueNodes().forEach((partition, nodes) -> {
            if (nodes < 1 || nodes > QueueSettings.MOST) {
                problems.add(
                        prefix + "queue-nodes." + partition,
                        nodes + " is not 1 to " + QueueSettings.MOST + "; leave it out where nothing may wait");
            }
            if (!partitions.isEmpty() && !partitions.contains(partition)) {
                problems.add(
                        prefix + "queue-nodes." + partition,
                        "is not offered; add it to partitions, which has " + String.join(",", partitions));
            }
        });
        return new QueueSettings(
                entry.queueNodes(),
                span("queue-within", entry.queueWithin(), Duration.ofMinutes(1), Duration.ofDays(366)));
    }

    private @Nullable RestAccess rest(AgentConfiguration.SlurmEntry entry, Duration timeout) {
        Path tokenFile = path("rest-token-file", entry.restTokenFile());
        if (entry.rest().isEmpty()) {
            if (tokenFile != null) {
                problems.add(
                        prefix + "rest-token-file",
                        "is for slurmrestd; say in rest where that listens, or leave it out");
            }
            return null;
        }
        if (entry.programs().isPresent() || entry.configuration().isPresent()) {
            problems.add(
                    prefix + "rest",
                    "is another way than Slurm's programs; leave it out, or programs and configuration");
        }
        String text = entry.rest().orElseThrow();
        try {
            return new RestAccess(RestAddress.parse(text), System.getProperty("user.name"), tokenFile, timeout);
        } catch (IllegalArgumentException e) {
            problems.add(prefix + "rest", String.valueOf(e.getMessage()));
            return null;
        }
    }

    private void charge(String name, Optional<String> value, Map<String, String> charged) {
        value.ifPresent(text -> {
            if (text.matches("[A-Za-z0-9._-]{1,100}")) {
                charged.put(name, text);
            } else {
                problems.add(prefix + name, "'" + text + "' is not a name: letters, digits, '.', '_' and '-'");
            }
        });
    }

    private @Nullable Path path(String key, Optional<String> text) {
        return text.map(name -> problems.read(prefix + key, name, Path::of, Path.of(".")))
                .orElse(null);
    }

    private Duration span(String key, String text, Duration least, Duration most) {
        return AgentSettings.duration(problems, prefix + key, text, least, most);
    }
}
