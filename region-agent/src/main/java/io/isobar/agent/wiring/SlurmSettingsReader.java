package io.isobar.agent.wiring;

import io.isobar.agent.driver.slurm.SlurmSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
        List<String> options = new ArrayList<>();
        option("account", entry.account(), options);
        option("qos", entry.qos(), options);
        return new RegionSettings.SlurmClusterSettings(
                path("programs", entry.programs()),
                path("configuration", entry.configuration()),
                span("timeout", entry.timeout(), Duration.ofSeconds(1), Duration.ofMinutes(5)),
                options,
                new SlurmSettings(
                        partitions,
                        entry.accelerators(),
                        span("poll-every", entry.pollEvery(), Duration.ofMillis(100), Duration.ofMinutes(5)),
                        span("look-every", entry.lookEvery(), Duration.ofMillis(500), Duration.ofMinutes(10)),
                        span("start-within", entry.startWithin(), Duration.ofSeconds(1), Duration.ofDays(30)),
                        PULSE,
                        pool -> PricedPools.priced(pool, offers)));
    }

    private void option(String name, Optional<String> value, List<String> options) {
        value.ifPresent(text -> {
            if (text.matches("[A-Za-z0-9._-]{1,100}")) {
                options.add("--" + name + "=" + text);
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
