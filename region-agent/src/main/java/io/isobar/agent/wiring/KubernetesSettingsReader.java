package io.isobar.agent.wiring;

import io.isobar.agent.driver.kubernetes.KubernetesAccess;
import io.isobar.agent.driver.kubernetes.KubernetesSettings;
import io.isobar.agent.driver.kubernetes.Tolerated;
import io.isobar.agent.endpoint.HostPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what a Kubernetes region says of its cluster. */
final class KubernetesSettingsReader {
    private static final String LABEL_VALUE = "([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?";
    private static final String OBJECT = "[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?";

    private final Problems problems;
    private final String prefix;

    KubernetesSettingsReader(Problems problems, String prefix) {
        this.problems = problems;
        this.prefix = prefix;
    }

    RegionSettings.KubernetesClusterSettings read(AgentConfiguration.KubernetesEntry entry, List<PricedPools> offers) {
        String namespace = problems.required(prefix + "namespace", entry.namespace(), text -> text, "default");
        object("namespace", namespace);
        entry.accelerators().forEach((resource, name) -> {
            if (name.isBlank()) {
                problems.add(prefix + "accelerators." + resource, "is empty; write a name, or none");
            }
        });
        return new RegionSettings.KubernetesClusterSettings(
                new KubernetesAccess(
                        entry.kubeconfig()
                                .map(name -> problems.read(prefix + "kubeconfig", name, Path::of, Path.of(".")))
                                .orElse(null),
                        entry.context().orElse(null),
                        span("timeout", entry.timeout(), Duration.ofSeconds(1), Duration.ofMinutes(5))),
                new KubernetesSettings(
                        namespace,
                        labels(list("node-labels", entry.nodeLabels())),
                        list("tolerations", entry.tolerations()).stream()
                                .map(text -> problems.read(
                                        prefix + "tolerations",
                                        text,
                                        Tolerated::parse,
                                        new Tolerated("none", null, null)))
                                .toList(),
                        entry.accelerators(),
                        entry.defaultImage().orElse(null),
                        new KubernetesSettings.PodDefaults(
                                objects("image-pull-secrets", list("image-pull-secrets", entry.imagePullSecrets())),
                                optional("service-account", entry.serviceAccount()),
                                optional("priority-class", entry.priorityClass()),
                                optional("queue", entry.queue())),
                        span("poll-every", entry.pollEvery(), Duration.ofMillis(100), Duration.ofMinutes(5)),
                        span("look-every", entry.lookEvery(), Duration.ofMillis(500), Duration.ofMinutes(10)),
                        span("start-within", entry.startWithin(), Duration.ofSeconds(1), Duration.ofDays(30)),
                        span("image-within", entry.imageWithin(), Duration.ofSeconds(1), Duration.ofDays(1)),
                        lease(entry.lease()),
                        pool -> PricedPools.priced(pool, offers)));
    }

    private KubernetesSettings.@Nullable LeaseSettings lease(AgentConfiguration.KubernetesEntry.Lease lease) {
        Duration away = span(
                "lease.away",
                lease.away(),
                KubernetesSettings.LeaseSettings.SHORTEST,
                KubernetesSettings.LeaseSettings.LONGEST);
        if (lease.address().isEmpty()) {
            lease.listen().ifPresent(text -> problems.add(prefix + "lease.listen", "needs a lease.address"));
            return null;
        }
        HostPort none = new HostPort("0.0.0.0", 1);
        HostPort address =
                problems.read(prefix + "lease.address", lease.address().get(), HostPort::parse, none);
        HostPort listen = lease.listen()
                .map(text -> problems.read(prefix + "lease.listen", text, HostPort::parse, none))
                .orElse(new HostPort("0.0.0.0", address.port()));
        boolean sound = away.compareTo(KubernetesSettings.LeaseSettings.SHORTEST) >= 0
                && away.compareTo(KubernetesSettings.LeaseSettings.LONGEST) <= 0;
        return sound ? new KubernetesSettings.LeaseSettings(address, listen, away) : null;
    }

    private List<String> list(String key, Optional<String> text) {
        List<String> parts = text.map(names ->
                        Stream.of(names.split(",", -1)).map(String::strip).toList())
                .orElse(List.of());
        if (parts.stream().anyMatch(String::isEmpty)) {
            problems.add(prefix + key, "an entry is empty; write them with single commas between");
        }
        return parts;
    }

    private Map<String, String> labels(List<String> texts) {
        Map<String, String> labels = new TreeMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals < 1 || !text.substring(equals + 1).matches(LABEL_VALUE)) {
                problems.add(prefix + "node-labels", "'" + text + "' is no label: key=value");
            } else {
                labels.put(text.substring(0, equals), text.substring(equals + 1));
            }
        }
        return labels;
    }

    private List<String> objects(String key, List<String> names) {
        names.forEach(name -> object(key, name));
        return names;
    }

    private @Nullable String optional(String key, Optional<String> name) {
        name.ifPresent(text -> object(key, text));
        return name.orElse(null);
    }

    private void object(String key, String name) {
        if (!name.matches(OBJECT)) {
            problems.add(prefix + key, "'" + name + "' is no name: lower-case letters, digits, '-' and '.'");
        }
    }

    private Duration span(String key, String text, Duration least, Duration most) {
        return AgentSettings.duration(problems, prefix + key, text, least, most);
    }
}
