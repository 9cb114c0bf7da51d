package io.isobar.standalone.federation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** Reads a federation file. Checks what the launcher needs; the agent and the broker check their own keys. */
public final class FederationFile {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern PARTS = Pattern.compile("postgres|kafka|broker(-[0-9]+)?");
    private static final int MAX_PORT = 65_535;
    private static final long MAX_BYTES = 1024 * 1024;

    private final Path file;
    private final List<String> problems = new ArrayList<>();

    private FederationFile(Path file) {
        this.file = file;
    }

    /**
     * Reads and checks it.
     *
     * @param ports that take the place of those in the file, by name
     * @param brokers that take the place of how many the file has
     * @throws FederationException naming every problem
     */
    public static Federation read(Path file, Map<String, Integer> ports, OptionalInt brokers) {
        return new FederationFile(file.toAbsolutePath().normalize()).federation(ports, brokers);
    }

    private Federation federation(Map<String, Integer> ports, OptionalInt brokers) {
        Map<?, ?> root = map("the file", load());
        allow("the file", root, Set.of("standalone", "broker", "agents"));
        LaunchSettings launch = launch(map("standalone", root.get("standalone")), ports, brokers);
        Map<String, String> broker = resolved(Flattening.of(map("broker", root.get("broker"))));
        List<AgentPlan> agents = agents(map("agents", root.get("agents")));
        if (!problems.isEmpty()) {
            throw new FederationException(file, problems);
        }
        return new Federation(file, launch, broker, agents);
    }

    /** All scalars as text: a version 560.30 is not the number 560.3. */
    private @Nullable Object load() {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file.toString())
                .setSchema(new FailsafeSchema())
                .setAllowDuplicateKeys(false)
                .build();
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new FederationException(
                        file, List.of("has " + Files.size(file) + " bytes; the limit is " + MAX_BYTES));
            }
            return new Load(settings).loadFromString(Files.readString(file));
        } catch (IOException e) {
            throw new FederationException(file, List.of("cannot be read: " + e));
        } catch (YamlEngineException e) {
            throw new FederationException(file, List.of("is not valid YAML: " + e.getMessage()));
        }
    }

    private LaunchSettings launch(Map<?, ?> standalone, Map<String, Integer> overriding, OptionalInt brokers) {
        allow("standalone", standalone, Set.of("brokers", "ports", "java-options"));
        Map<?, ?> written = map("standalone.ports", standalone.get("ports"));
        allow("standalone.ports", written, LaunchSettings.DEFAULT_PORTS.keySet());
        Map<String, Integer> ports = new TreeMap<>(LaunchSettings.DEFAULT_PORTS);
        written.forEach((name, value) -> ports.put(name.toString(), port(name.toString(), String.valueOf(value))));
        ports.putAll(overriding);

        Map<?, ?> options = map("standalone.java-options", standalone.get("java-options"));
        allow("standalone.java-options", options, LaunchSettings.DEFAULT_JAVA_OPTIONS.keySet());
        Map<String, List<String>> javaOptions = new TreeMap<>(LaunchSettings.DEFAULT_JAVA_OPTIONS);
        options.forEach((kind, value) -> javaOptions.put(
                kind.toString(), List.of(String.valueOf(value).strip().split("\\s+", -1))));
        return new LaunchSettings(brokers.orElseGet(() -> brokers(standalone.get("brokers"))), ports, javaOptions);
    }

    private int brokers(@Nullable Object written) {
        if (written == null) {
            return 1;
        }
        try {
            int count = Integer.parseInt(written.toString());
            if (count >= 1 && count <= LaunchSettings.MOST_BROKERS) {
                return count;
            }
        } catch (NumberFormatException e) {
            // Reported below, with the value.
        }
        problems.add("standalone.brokers is '" + written + "'; 1 to " + LaunchSettings.MOST_BROKERS + " are needed");
        return 1;
    }

    private int port(String name, String value) {
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Reported below, with the value.
        }
        problems.add("standalone.ports." + name + " is '" + value + "'; a port from 0 to " + MAX_PORT
                + " is needed (0: choose a free one)");
        return 0;
    }

    private List<AgentPlan> agents(Map<?, ?> agents) {
        List<AgentPlan> plans = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        agents.forEach((key, value) -> {
            String name = name("agents", key);
            Map<?, ?> keys = map("agents." + name, value);
            if (PARTS.matcher(name).matches()) {
                problems.add("agents." + name + ": this is the name of another part; choose another");
            }
            Map<?, ?> regions = map("agents." + name + ".regions", keys.get("regions"));
            if (regions.isEmpty()) {
                problems.add("agents." + name + ".regions: an agent needs at least one region");
            }
            List<String> names = new ArrayList<>();
            regions.forEach((region, ignored) -> names.add(name("agents." + name + ".regions", region)));
            names.stream()
                    .filter(region -> !seen.add(region))
                    .forEach(region -> problems.add(
                            "agents." + name + ".regions." + region + ": another agent has a region of this name"));
            plans.add(new AgentPlan(name, names, resolved(Flattening.of(keys))));
        });
        return plans;
    }

    private String name(String where, Object name) {
        if (!NAME.matcher(name.toString()).matches()) {
            problems.add(where + "." + name + ": a name has 1 to 63 lower-case letters, digits and inner hyphens");
        }
        return name.toString();
    }

    /** File names are relative to the federation file, whatever folder a part works in. */
    private Map<String, String> resolved(Map<String, String> keys) {
        Map<String, String> resolved = new TreeMap<>(keys);
        resolved.replaceAll((key, value) -> {
            boolean file = key.endsWith(".file") || key.endsWith("-file");
            return file && !value.isEmpty() ? existing(key, value) : value;
        });
        return resolved;
    }

    private String existing(String key, String value) {
        Path path = file.resolveSibling(value).normalize();
        if (!Files.isReadable(path)) {
            problems.add(key + ": the file " + path + " is absent or not readable");
        }
        return path.toString();
    }

    private Map<?, ?> map(String where, @Nullable Object node) {
        return switch (node) {
            case null -> Map.of();
            case Map<?, ?> map -> map;
            case String text when text.isEmpty() -> Map.of();
            default -> {
                problems.add(where + ": a map of keys is needed, not '" + node + "'");
                yield Map.of();
            }
        };
    }

    private void allow(String where, Map<?, ?> map, Set<String> allowed) {
        map.keySet().stream()
                .filter(key -> !allowed.contains(key.toString()))
                .forEach(key -> problems.add(where + ": unknown key '" + key + "'; known are "
                        + String.join(", ", allowed.stream().sorted().toList())));
    }
}
