package io.isobar.agent.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isobar.agent.session.ScriptedBroker;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent with several regions, of which one has a real Slurm that cannot be reached yet. */
class AgentLifecycleTest {
    @TempDir
    Path folder;

    @Test
    void aRegionWhoseResourceManagerIsAwayHoldsUpNoOtherAndBeginsWhenItIsBack() throws Exception {
        String real = System.getenv("ISOBAR_SLURM_CONF");
        Assumptions.assumeTrue(
                real != null,
                () -> "NOT RUN, there is no Slurm: integration-tests/bin/slurm-up starts one, and says why it cannot");
        Path configuration = folder.resolve("slurm.conf");
        try (ScriptedBroker broker = new ScriptedBroker()) {
            AgentLifecycle agent = new AgentLifecycle(
                    configured(Map.of(
                            "isobar.agent.broker", broker.address().toString(),
                            "isobar.agent.state-folder", folder.resolve("state").toString(),
                            "isobar.agent.regions.hpc.driver", "slurm",
                            "isobar.agent.regions.hpc.provider", "us",
                            "isobar.agent.regions.hpc.slurm.configuration", configuration.toString(),
                            "isobar.agent.regions.here.driver", "process",
                            "isobar.agent.regions.here.provider", "us")),
                    new SimpleMeterRegistry(),
                    "test");
            try {
                agent.start(new StartupEvent());

                broker.awaitStream(0).awaitReport();
                assertThat(agent.regions())
                        .extracting(region -> region.name().value())
                        .containsExactly("here");
                assertThat(agent.waiting()).containsOnlyKeys("hpc");
                assertThat(new RegionsReadiness(agent)
                                .call()
                                .getData()
                                .orElseThrow()
                                .get("hpc"))
                        .asString()
                        .contains("scontrol");

                Files.copy(Path.of(String.valueOf(real)), configuration);
                broker.awaitStream(1).awaitReport();
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(agent.waiting()).isEmpty());
                assertThat(agent.regions()).hasSize(2);
            } finally {
                agent.stop(new ShutdownEvent());
            }
        }
    }

    private static AgentConfiguration configured(Map<String, String> keys) {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(keys, "test", 100))
                .withMapping(AgentConfiguration.class)
                .build()
                .getConfigMapping(AgentConfiguration.class);
    }
}
