package io.isobar.agent.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.agent.endpoint.HostPort;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs for who sets up a region, on real drivers. */
class OnboardingTest {
    private static final String CARDS = "isobar.agent.regions.cards.";

    @TempDir
    Path folder;

    private final Map<String, String> keys = new HashMap<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private Path state;

    @BeforeEach
    void twoRegions() throws IOException {
        state = folder.resolve("state");
        Path inventory = Files.writeString(folder.resolve("inventory.yaml"), """
                pools:
                  - name: a100
                    accelerator: A100-80GB
                    nodes: [ { count: 2, units: 8, cpus: 64, memory: 512GiB } ]
                  - name: v100
                    accelerator: V100
                    nodes: [ { count: 1, units: 4, cpus: 32, memory: 256GiB } ]
                  - name: odd
                    accelerator: Z10O
                    nodes: [ { count: 1, units: 4, cpus: 32, memory: 256GiB } ]
                """);
        keys.put("isobar.agent.state-folder", state.toString());
        keys.put(CARDS + "driver", "simulated");
        keys.put(CARDS + "provider", "cloud");
        keys.put(CARDS + "inventory.file", inventory.toString());
        keys.put(CARDS + "offers[0].pool", "a100");
        keys.put(CARDS + "offers[0].price", "7.8 CNY");
        keys.put(CARDS + "offers[0].per", "card-hour");
        keys.put("isobar.agent.regions.local.driver", "process");
        keys.put("isobar.agent.regions.local.provider", "me");
    }

    private AgentSettings settings(HostPort broker) {
        keys.put("isobar.agent.broker", broker.toString());
        return AgentSettings.read(new SmallRyeConfigBuilder()
                .withMapping(AgentConfiguration.class)
                .withSources(new PropertiesConfigSource(keys, "test", 100))
                .build()
                .getConfigMapping(AgentConfiguration.class));
    }

    private Onboarding onboarding() {
        PrintStream to = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new Onboarding(to, to);
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private static HostPort nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new HostPort("127.0.0.1", socket.getLocalPort());
        }
    }

    @Test
    void discoverShowsEveryRegionAndAsksTheBrokerForEveryName() throws IOException {
        try (CatalogueBroker broker = new CatalogueBroker()) {
            assertThat(onboarding().discover(settings(broker.address()))).isZero();

            assertThat(broker.asked).containsExactly("A100-80GB", "V100", "Z10O");
        }
        assertThat(said())
                .containsSubsequence(
                        "Region cards (provider cloud, simulated)",
                        "a100",
                        "2/2",
                        "16/16",
                        "128/128",
                        "1Ti/1Ti",
                        "7.8 CNY per card-hour on-demand",
                        "Region local (provider me, process)",
                        "machine",
                        "1/1",
                        "\"A100-80GB\": nvidia-a100-sxm4-80gb\n",
                        "\"V100\": AMBIGUOUS, it may be nvidia-v100-16gb or nvidia-v100-32gb",
                        "\"Z10O\": UNKNOWN",
                        "is it Z100?");
    }

    @Test
    void discoverLeavesNothingBehind() throws IOException {
        try (CatalogueBroker broker = new CatalogueBroker()) {
            onboarding().discover(settings(broker.address()));
        }

        assertThat(state).doesNotExist();
    }

    @Test
    void discoverWorksBesideTheAgentThatRuns() throws IOException {
        try (CatalogueBroker broker = new CatalogueBroker();
                RegionFolder used = RegionFolder.open(state.resolve("local"))) {
            assertThat(onboarding().discover(settings(broker.address()))).isZero();

            assertThat(used.path().toFile().list()).containsExactly("lock");
        }
    }

    @Test
    void discoverShowsTheRestWhereTheBrokerIsAway() throws IOException {
        HostPort nobody = nobody();

        assertThat(onboarding().discover(settings(nobody))).isZero();

        assertThat(said())
                .containsSubsequence(
                        "16/16",
                        "\"V100\": not asked",
                        "the broker at " + nobody + " does not answer: UNAVAILABLE",
                        "isobar-agent check");
    }

    @Test
    void checkFindsAllGoodWhereItIs() throws IOException {
        try (CatalogueBroker broker = new CatalogueBroker()) {
            assertThat(onboarding().check(settings(broker.address()))).isZero();
        }

        assertThat(said())
                .doesNotContain("BAD")
                .containsSubsequence(
                        "cards/state folder",
                        "local/state folder",
                        "local/programs",
                        "local/proc",
                        "broker",
                        "protocol",
                        "clock",
                        "kafka");
        assertThat(folder.toFile().list()).containsExactly("inventory.yaml");
    }

    @Test
    void checkSaysWhatToDoWhereTheBrokerIsAway() throws IOException {
        HostPort nobody = nobody();

        assertThat(onboarding().check(settings(nobody))).isEqualTo(1);

        assertThat(said())
                .containsPattern("broker +" + nobody + " +BAD +UNAVAILABLE.*; to do: see whether the broker runs");
    }

    @Test
    void checkSaysWhereKafkaIsAway() throws IOException {
        HostPort nobody = nobody();
        keys.put("isobar.agent.kafka.bootstrap-servers", nobody.toString());
        try (CatalogueBroker broker = new CatalogueBroker()) {
            assertThat(onboarding().check(settings(broker.address()))).isEqualTo(1);
        }

        assertThat(said())
                .containsPattern("kafka +" + nobody + " +BAD +does not answer.*; to do: see whether Kafka runs");
    }

    @Test
    void checkSeesAnAgentThatRunsAndAFolderThatIsNone() throws IOException {
        Files.createDirectories(state);
        Files.writeString(state.resolve("cards"), "not a folder");
        try (CatalogueBroker broker = new CatalogueBroker();
                RegionFolder used = RegionFolder.open(state.resolve("local"))) {
            assertThat(onboarding().check(settings(broker.address()))).isEqualTo(1);

            assertThat(said())
                    .containsPattern(
                            "cards/state folder +" + state.resolve("cards") + " +BAD +.* is not a folder; to do: ")
                    .containsPattern(
                            "local/state folder +" + used.path() + " +good +writable; an agent that runs has it");
        }
    }

    @Test
    void checkSaysWhatIsTheMatterWithSlurm() throws IOException {
        keys.put("isobar.agent.regions.hpc.driver", "slurm");
        keys.put("isobar.agent.regions.hpc.provider", "me");
        keys.put(
                "isobar.agent.regions.hpc.slurm.programs",
                folder.resolve("nowhere").toString());
        try (CatalogueBroker broker = new CatalogueBroker()) {
            assertThat(onboarding().check(settings(broker.address()))).isEqualTo(1);
        }

        assertThat(said())
                .containsPattern("hpc/slurm +controller +BAD +'scontrol' cannot be run.*; to do: run scontrol ping");
    }

    @Test
    void discoverSaysWhichRegionCannotBeLookedAtAndShowsTheOthers() throws IOException {
        keys.put("isobar.agent.regions.hpc.driver", "slurm");
        keys.put("isobar.agent.regions.hpc.provider", "me");
        keys.put(
                "isobar.agent.regions.hpc.slurm.programs",
                folder.resolve("nowhere").toString());

        assertThat(onboarding().discover(settings(nobody()))).isEqualTo(1);

        assertThat(said())
                .containsSubsequence(
                        "Region hpc (provider me, slurm)",
                        "cannot be looked at: 'scontrol' cannot be run",
                        "slurm.programs",
                        "Region local");
    }
}
