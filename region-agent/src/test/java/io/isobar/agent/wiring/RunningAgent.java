package io.isobar.agent.wiring;

import io.isobar.agent.driver.files.OutputLimits;
import io.isobar.agent.driver.kubernetes.KubernetesAccess;
import io.isobar.agent.driver.kubernetes.KubernetesSettings;
import io.isobar.agent.driver.process.LoadRule;
import io.isobar.agent.driver.simulated.Scenario;
import io.isobar.agent.driver.slurm.QueueSettings;
import io.isobar.agent.driver.slurm.SiteRuntime;
import io.isobar.agent.driver.slurm.SlurmSettings;
import io.isobar.agent.endpoint.HostPort;
import io.isobar.agent.execution.RegionObserver;
import io.isobar.agent.inventory.ComputeClass;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.ManagerKind;
import io.isobar.agent.inventory.Place;
import io.isobar.agent.inventory.ProviderName;
import io.isobar.agent.inventory.RegionName;
import io.isobar.agent.inventory.RegionProfile;
import io.isobar.agent.probe.ProbeRules;
import io.isobar.agent.trace.Spans;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One region's agent as the service runs it, without the service. */
final class RunningAgent implements AutoCloseable {
    private final AgentThreads threads = new AgentThreads();
    private final RegionAgent agent;

    private RunningAgent(AgentSettings settings) throws IOException {
        agent = RegionAgent.start(
                settings.regions().getFirst(),
                settings,
                threads,
                "incarnation",
                "test",
                Clock.systemUTC(),
                new Random(1),
                RegionObserver.BLIND,
                Spans.NONE,
                List::of);
    }

    static RunningAgent process(Path stateFolder, HostPort... brokers) throws IOException {
        return new RunningAgent(settings(
                stateFolder,
                ManagerKind.PROCESS,
                new RegionSettings.ProcessSettings(List.of(), LoadRule.MEMORY),
                brokers));
    }

    static RunningAgent simulated(Path stateFolder, Inventory inventory, double timeScale, HostPort... brokers)
            throws IOException {
        return new RunningAgent(settings(
                stateFolder,
                ManagerKind.SIMULATED,
                new RegionSettings.SimulatedSettings(inventory, Scenario.NONE, timeScale),
                brokers));
    }

    static RunningAgent slurm(Path stateFolder, Path configuration, HostPort... brokers) throws IOException {
        SlurmSettings driver = new SlurmSettings(
                List.of(),
                Map.of(),
                Duration.ofMillis(200),
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                QueueSettings.NONE,
                SiteRuntime.NONE,
                Duration.ofMillis(500),
                pool -> pool);
        return new RunningAgent(settings(
                stateFolder,
                ManagerKind.SLURM,
                new RegionSettings.SlurmClusterSettings(
                        null, configuration, null, Duration.ofSeconds(20), Map.of(), driver),
                brokers));
    }

    static RunningAgent kubernetes(Path stateFolder, Path kubeconfig, HostPort... brokers) throws IOException {
        KubernetesSettings driver = new KubernetesSettings(
                "isobar",
                Map.of("isobar.io/real", "true"),
                List.of(),
                Map.of(),
                System.getenv("ISOBAR_KUBERNETES_IMAGE"),
                KubernetesSettings.PodDefaults.NONE,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofMinutes(5),
                Duration.ofMinutes(1),
                null,
                pool -> pool);
        return new RunningAgent(settings(
                stateFolder,
                ManagerKind.KUBERNETES,
                new RegionSettings.KubernetesClusterSettings(
                        new KubernetesAccess(kubeconfig, null, Duration.ofSeconds(20)), driver),
                brokers));
    }

    private static AgentSettings settings(
            Path stateFolder, ManagerKind manager, RegionSettings.DriverSettings driver, HostPort... brokers) {
        RegionProfile profile = new RegionProfile(
                new RegionName("here"), new ProviderName("us"), Place.UNKNOWN, manager, ComputeClass.GENERAL);
        RegionSettings region =
                new RegionSettings(profile, Duration.ofSeconds(60), RegionSettings.WhenCutOff.STOP, driver);
        return new AgentSettings(
                List.of(brokers),
                stateFolder,
                null,
                Duration.ofMillis(200),
                Duration.ofMillis(200),
                new OutputLimits(1 << 20, Duration.ofHours(1), 100),
                ProbeRules.NONE,
                List.of(),
                List.of(region));
    }

    RegionAgent agent() {
        return agent;
    }

    void sendTelemetry() {
        threads.blocking().execute(() -> agent.sendTelemetry(Duration.ofMillis(100), null));
    }

    @Override
    public void close() {
        agent.close();
        threads.close();
    }
}
