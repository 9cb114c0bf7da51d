package io.isobar.agent.wiring;

import io.isobar.agent.driver.kubernetes.KubernetesAccess;
import io.isobar.agent.driver.kubernetes.KubernetesSettings;
import io.isobar.agent.driver.process.LoadRule;
import io.isobar.agent.driver.simulated.Scenario;
import io.isobar.agent.driver.slurm.RestAccess;
import io.isobar.agent.driver.slurm.SlurmSettings;
import io.isobar.agent.inventory.Inventory;
import io.isobar.agent.inventory.Offer;
import io.isobar.agent.inventory.RegionProfile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One region's configuration, read and checked. */
record RegionSettings(RegionProfile profile, Duration capacityValidity, WhenCutOff whenCutOff, DriverSettings driver) {
    /** What becomes of the work when the region reaches neither its broker nor Kafka. */
    enum WhenCutOff {
        /** It ends with the region's lease, and the broker may start it elsewhere. */
        STOP,
        /** It goes on, and is not started elsewhere. */
        KEEP
    }

    /** What the region's driver needs. */
    sealed interface DriverSettings {}

    /** This machine; {@code offers} are those of its only pool. */
    record ProcessSettings(List<Offer> offers, LoadRule loadRule) implements DriverSettings {}

    /** Timers; {@code inventory} null: it could not be read, which is a problem of its own. */
    record SimulatedSettings(Inventory inventory, Scenario scenario, double timeScale) implements DriverSettings {}

    /**
     * A Slurm cluster.
     *
     * @param programs folder of Slurm's programs; null: they are looked for in PATH
     * @param configuration Slurm's own; null: where Slurm looks itself
     * @param rest null: it is asked by its programs
     * @param timeout for each of its answers
     * @param charged account and qos of every job, as far as they are not the site's defaults
     */
    record SlurmClusterSettings(
            @Nullable Path programs,
            @Nullable Path configuration,
            @Nullable RestAccess rest,
            Duration timeout,
            Map<String, String> charged,
            SlurmSettings driver)
            implements DriverSettings {
        SlurmClusterSettings {
            charged = Map.copyOf(charged);
        }
    }

    /** A Kubernetes cluster. */
    record KubernetesClusterSettings(KubernetesAccess access, KubernetesSettings driver) implements DriverSettings {}
}
