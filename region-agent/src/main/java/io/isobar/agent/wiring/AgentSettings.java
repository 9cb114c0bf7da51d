package io.isobar.agent.wiring;

import io.isobar.agent.driver.files.OutputLimits;
import io.isobar.agent.endpoint.HostPort;
import io.isobar.agent.inventory.DurationText;
import io.isobar.agent.inventory.MemorySize;
import io.isobar.agent.probe.ProbeRules;
import io.isobar.agent.probe.ProbeTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The configuration, read and checked.
 *
 * @param kafka bootstrap servers; null: telemetry goes over the broker's stream
 * @param outputLimits of all process regions
 * @param peers that are probed, of all regions
 */
record AgentSettings(
        List<HostPort> brokers,
        Path stateFolder,
        @Nullable String kafka,
        Duration telemetryEvery,
        Duration progressEvery,
        OutputLimits outputLimits,
        ProbeRules probes,
        List<ProbeTarget> peers,
        List<RegionSettings> regions) {
    private static final String PREFIX = "isobar.agent.";
    private static final HostPort USUAL_BROKER = new HostPort("127.0.0.1", 9_090);

    /** Throws {@link InvalidConfigurationException} with every problem that there is. */
    static AgentSettings read(AgentConfiguration configuration) {
        Problems problems = new Problems();
        List<HostPort> brokers = new ArrayList<>();
        for (String address : configuration.broker().split(",", -1)) {
            brokers.add(problems.read(
                    PREFIX + "broker", address, text -> HostPort.parse(text, USUAL_BROKER), USUAL_BROKER));
        }
        Path folder = problems.required(PREFIX + "state-folder", configuration.stateFolder(), Path::of, Path.of("."));
        Duration every = duration(
                problems,
                PREFIX + "telemetry-every",
                configuration.telemetryEvery(),
                Duration.ofMillis(500),
                Duration.ofHours(1));
        Duration progress = duration(
                problems,
                PREFIX + "progress-every",
                configuration.progressEvery(),
                Duration.ofSeconds(1),
                Duration.ofHours(1));
        Duration retention = duration(
                problems,
                PREFIX + "output-retention",
                configuration.outputRetention(),
                Duration.ZERO,
                Duration.ofDays(365));
        long limit = problems.read(PREFIX + "output-limit", configuration.outputLimit(), MemorySize::parse, 1L << 30);
        if (configuration.regions().isEmpty()) {
            problems.add(PREFIX + "regions", "there must be at least one");
        }
        List<RegionSettings> regions = new ArrayList<>();
        for (Map.Entry<String, AgentConfiguration.Region> entry : new TreeMap<>(configuration.regions()).entrySet()) {
            RegionSettings region = new RegionSettingsReader(problems, PREFIX + "regions." + entry.getKey() + ".")
                    .read(entry.getKey(), entry.getValue());
            regions.add(region);
        }
        ProbeSettingsReader probes = new ProbeSettingsReader(problems);
        List<ProbeTarget> peers = probes.targets(configuration.regions());
        ProbeRules rules = probes.rules(configuration.probes(), peers.size());
        problems.check();
        return new AgentSettings(
                brokers,
                folder.toAbsolutePath().normalize(),
                configuration.kafka().bootstrapServers().orElse(null),
                every,
                progress,
                new OutputLimits(Math.max(1, limit), retention, OutputLimits.DEFAULT_MAX_FORGOTTEN),
                rules,
                peers,
                regions);
    }

    static Duration duration(Problems problems, String key, String text, Duration minimum, Duration maximum) {
        Duration duration = problems.read(key, text, DurationText::parse, minimum);
        if (duration.compareTo(minimum) < 0 || duration.compareTo(maximum) > 0) {
            problems.add(key, text + " lies outside " + minimum.toMillis() + " ms to " + maximum.toSeconds() + " s");
        }
        return duration;
    }
}
