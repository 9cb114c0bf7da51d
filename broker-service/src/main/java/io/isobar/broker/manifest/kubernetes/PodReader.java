package io.isobar.broker.manifest.kubernetes;

import io.isobar.broker.catalog.KubernetesReader;
import io.isobar.broker.manifest.conversion.Fate;
import io.isobar.broker.manifest.conversion.Findings;
import io.isobar.broker.manifest.conversion.Section;
import io.isobar.broker.workload.HostArchitecture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a pod template. */
final class PodReader {
    private static final int LONGEST_SECONDS = 999_999_999;
    private static final Fate.Table FATES = new Fate.Table()
            .silent(
                    "restartPolicy",
                    "tolerations",
                    "schedulerName",
                    "dnsPolicy",
                    "enableServiceLinks",
                    "automountServiceAccountToken")
            .silent("terminationGracePeriodSeconds", "preemptionPolicy", "os", "setHostnameAsFQDN", "schedulingGates")
            .lost("order is by spec.priority, then by fair share", "priorityClassName", "priority")
            .lost(
                    "it runs as the region decides",
                    "securityContext",
                    "serviceAccountName",
                    "serviceAccount",
                    "runtimeClassName")
            .lost(
                    "the region's network is used as it is",
                    "hostNetwork",
                    "hostIPC",
                    "hostPID",
                    "dnsConfig",
                    "hostAliases")
            .lost(
                    "the region's network is used as it is",
                    "hostname",
                    "subdomain",
                    "shareProcessNamespace",
                    "hostUsers")
            .lost("the region pulls images with its own credentials", "imagePullSecrets")
            .lost("how replicas lie together is up to the broker; see `gang.domain`", "topologySpreadConstraints")
            .changed("it is not run; do its work in the command", "initContainers", "ephemeralContainers")
            .changed("nodes are not named across sites; name regions in placement.regions", "nodeName")
            .changed("is not asked for", "resourceClaims", "overhead", "readinessGates", "resources");

    private final Findings findings;
    private final KubernetesReader names;

    PodReader(Findings findings, KubernetesReader names) {
        this.findings = findings;
        this.names = names;
    }

    /** The pod of a template; null where something is wrong. */
    @Nullable
    Pod read(Section owner, String field) {
        var template = owner.section(field);
        var pod = template.flatMap(section -> section.section("spec"));
        if (template.isEmpty() || pod.isEmpty()) {
            owner.wrong(field, "with spec and containers is required");
            return null;
        }
        template.get().reportRest(new Fate.Table().silent("metadata", "apiVersion", "kind"));
        return readSpec(pod.get());
    }

    @Nullable
    Pod readSpec(Section pod) {
        var main = mainContainer(pod);
        if (main.isEmpty()) {
            pod.wrong("containers", "must hold at least one container");
            return null;
        }
        var container = new ContainerReader(main.get());
        var environment = container.environment();
        var node = NodeChoice.of(pod);
        var devices = new DeviceReader(findings, names).choices(container, container.extended(), node);
        var seconds = pod.whole("activeDeadlineSeconds", 1, LONGEST_SECONDS);
        readVolumes(pod);
        var read = new Pod(
                container.image(),
                container.command(),
                container.folder(),
                environment,
                container.cpus(),
                container.memory(),
                devices,
                architecture(node),
                seconds == null ? null : Duration.ofSeconds(seconds));
        container.reportRest();
        pod.reportRest(FATES);
        return findings.isSound() ? read : null;
    }

    private static @Nullable HostArchitecture architecture(NodeChoice node) {
        for (var label : node.labels().entrySet()) {
            var architecture = DeviceReader.architecture(label.getKey(), label.getValue());
            if (architecture != null) {
                return architecture;
            }
        }
        return null;
    }

    /** The container with devices, else the first; the others are lost. */
    private static Optional<Section> mainContainer(Section pod) {
        List<Section> containers = pod.sections("containers");
        var main = containers.stream()
                .filter(container -> container
                        .section("resources")
                        .flatMap(resources -> resources.section("limits"))
                        .map(limits -> limits.names().stream().anyMatch(name -> name.indexOf('/') >= 0))
                        .orElse(false))
                .findFirst()
                .or(() -> containers.stream().findFirst());
        for (var container : containers) {
            if (main.isPresent() && container != main.get()) {
                container.changed("name", "this container is not run; a replica has one command");
            }
        }
        return main;
    }

    /** Scratch space is there anyway; what is mounted from elsewhere is not. */
    private static void readVolumes(Section pod) {
        for (var volume : pod.sections("volumes")) {
            var name = volume.text("name");
            if (volume.has("emptyDir")) {
                volume.lost("name", "scratch space is where the region has it, not at a path of its own");
            } else {
                volume.changed(
                        "name",
                        "the volume " + Findings.shown(String.valueOf(name))
                                + " is not mounted; name what it reads in `data`");
            }
        }
    }
}
