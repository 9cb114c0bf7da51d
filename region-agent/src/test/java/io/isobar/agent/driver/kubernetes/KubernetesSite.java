package io.isobar.agent.driver.kubernetes;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.isobar.agent.admission.Demand;
import io.isobar.agent.driver.AttemptKey;
import io.isobar.agent.driver.DriverSite;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.files.OutputLimits;
import io.isobar.agent.inventory.PoolName;
import io.isobar.agent.inventory.Resources;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The node that runs containers, of a real Kubernetes on this machine. */
final class KubernetesSite implements DriverSite {
    static final PoolName REAL = new PoolName("nvidia-a100-sxm4-40gb");
    static final Resources SMALL = new Resources(1, 50, 32 << 20);
    /** A program that is the first in a container hears of no signal that it does not expect. */
    private static final String ENDS_WHEN_TOLD = "trap 'exit 143' TERM; ";

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Path folder;
    private final RealKubernetes cluster;
    private final Path kubeconfig;

    KubernetesSite(Path folder, RealKubernetes cluster) {
        this.folder = folder;
        this.cluster = cluster;
        this.kubeconfig = cluster.agentConfiguration(folder);
    }

    @Override
    public KubernetesDriver open() {
        return open(settings());
    }

    KubernetesDriver open(KubernetesSettings settings) {
        return new KubernetesDriver(
                folder.resolve("region"),
                new KubernetesAccess(kubeconfig, null, Duration.ofSeconds(10)),
                settings,
                new OutputLimits(1 << 20, Duration.ofHours(1), 100),
                executor,
                Clock.systemUTC());
    }

    KubernetesSettings settings() {
        return settings(Map.of("isobar.io/real", "true"), List.of(), Duration.ofMinutes(5));
    }

    /** All nodes, the hollow ones too. */
    KubernetesSettings everything(Duration startWithin) {
        return settings(Map.of(), List.of(Tolerated.parse("isobar.io/hollow")), startWithin);
    }

    KubernetesSettings everything(Duration startWithin, KubernetesSettings.LeaseSettings lease) {
        return settings(Map.of(), List.of(Tolerated.parse("isobar.io/hollow")), startWithin, lease);
    }

    private KubernetesSettings settings(Map<String, String> labels, List<Tolerated> tolerations, Duration startWithin) {
        return settings(labels, tolerations, startWithin, null);
    }

    private KubernetesSettings settings(
            Map<String, String> labels,
            List<Tolerated> tolerations,
            Duration startWithin,
            KubernetesSettings.@Nullable LeaseSettings lease) {
        return new KubernetesSettings(
                RealKubernetes.NAMESPACE,
                labels,
                tolerations,
                Map.of(),
                cluster.image,
                KubernetesSettings.PodDefaults.NONE,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                startWithin,
                Duration.ofSeconds(3),
                lease,
                UnaryOperator.identity());
    }

    @Override
    public LaunchOrder order(AttemptKey key, String name, Behaviour behaviour, int replicas) {
        List<String> command =
                switch (behaviour) {
                    case SUCCEED_SOON -> List.of("sh", "-c", "echo $ISOBAR_ATTEMPT");
                    case FAIL_WITH_7 -> List.of("sh", "-c", "exit 7");
                    case RUN_LONG -> List.of("sh", "-c", ENDS_WHEN_TOLD + "sleep 3600 & wait");
                    case RUN_SHORT -> List.of("sleep", "3");
                    case CANNOT_LAUNCH -> List.of("no-such-program-anywhere");
                };
        return order(key, name, command, new Demand(REAL, replicas, SMALL), null);
    }

    static LaunchOrder order(AttemptKey key, String name, List<String> command, Demand demand, @Nullable String image) {
        return new LaunchOrder(
                key,
                name,
                "tenant",
                command,
                image,
                Map.of("GREETING", "it's $(HOSTNAME)"),
                "cuda",
                demand,
                Duration.ofSeconds(2),
                null,
                null);
    }

    @Override
    public Foreign startForeign(String name) {
        Job job = cluster.admin
                .batch()
                .v1()
                .jobs()
                .inNamespace(RealKubernetes.NAMESPACE)
                .resource(new JobBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewSpec()
                        .withNewTemplate()
                        .withNewSpec()
                        .withRestartPolicy("Never")
                        .withTerminationGracePeriodSeconds(1L)
                        .addToNodeSelector("isobar.io/real", "true")
                        .addNewContainer()
                        .withName(PodReading.CONTAINER)
                        .withImage(cluster.image)
                        .withCommand("sleep", "3600")
                        .endContainer()
                        .endSpec()
                        .endTemplate()
                        .endSpec()
                        .build())
                .create();
        return new Foreign() {
            @Override
            public boolean runs() {
                Job now = cluster.admin.resource(job).get();
                Integer active = now == null ? null : now.getStatus().getActive();
                return active != null && active == 1 && now.getStatus().getFailed() == null;
            }

            @Override
            public void close() {
                cluster.admin.resource(job).delete();
            }
        };
    }

    @Override
    public void passTime() {}

    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new AssertionError("tasks of the driver go on a minute after they were interrupted");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        cluster.close();
    }
}
