package io.isobar.agent.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.isobar.agent.driver.kubernetes.Tolerated;
import io.isobar.agent.driver.slurm.QueueSettings;
import io.isobar.agent.driver.slurm.RestAccess;
import io.isobar.agent.driver.slurm.SiteRuntime;
import io.isobar.agent.endpoint.HostPort;
import io.isobar.agent.inventory.Accelerator;
import io.isobar.agent.inventory.BillingMode;
import io.isobar.agent.inventory.ComputeClass;
import io.isobar.agent.inventory.HostArchitecture;
import io.isobar.agent.inventory.Money;
import io.isobar.agent.inventory.Offer;
import io.isobar.agent.inventory.PoolName;
import io.isobar.agent.inventory.PoolProfile;
import io.isobar.agent.inventory.PriceUnit;
import io.isobar.agent.inventory.SiteEnergy;
import io.isobar.agent.probe.ProbeRules;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentSettingsTest {
    private static final String REGION = "isobar.agent.regions.gpu-cloud.";

    @TempDir
    Path folder;

    private final Map<String, String> keys = new HashMap<>();

    @BeforeEach
    void aWholeConfiguration() throws IOException {
        Path inventory = Files.writeString(
                folder.resolve("inventory.csv"),
                "sn,cpu_milli,memory_mib,gpu,model\nn1,64000,262144,2,P100\nn2,64000,262144,4,T4\n");
        keys.put("isobar.agent.broker", "broker-1:9090,broker-2:9091");
        keys.put("isobar.agent.state-folder", folder.toString());
        keys.put(REGION + "driver", "simulated");
        keys.put(REGION + "provider", "cloud");
        keys.put(REGION + "compute-class", "intelligent");
        keys.put(REGION + "place.country", "CN");
        keys.put(REGION + "place.latitude", "26.6");
        keys.put(REGION + "place.longitude", "106.7");
        keys.put(REGION + "energy.pue", "1.25");
        keys.put(REGION + "energy.grid-intensity", "560");
        keys.put(REGION + "energy.grid-intensity-estimated", "true");
        keys.put(REGION + "inventory.file", inventory.toString());
        keys.put(REGION + "inventory.format", "openb");
        keys.put(REGION + "offers[0].accelerator", "T4");
        keys.put(REGION + "offers[0].price", "1.9 CNY");
        keys.put(REGION + "offers[0].per", "card-hour");
        keys.put(REGION + "offers[1].pool", "p100");
        keys.put(REGION + "offers[1].mode", "spot");
        keys.put(REGION + "offers[1].price", "0.7 CNY");
        keys.put(REGION + "offers[1].per", "card-hour");
        keys.put("isobar.agent.regions.local.driver", "process");
        keys.put("isobar.agent.regions.local.provider", "me");
    }

    private AgentSettings read() {
        AgentConfiguration configuration = new SmallRyeConfigBuilder()
                .withMapping(AgentConfiguration.class)
                .withSources(new PropertiesConfigSource(keys, "test", 100))
                .build()
                .getConfigMapping(AgentConfiguration.class);
        return AgentSettings.read(configuration);
    }

    @Test
    void readsEverything() {
        AgentSettings settings = read();

        assertThat(settings.brokers()).extracting(Object::toString).containsExactly("broker-1:9090", "broker-2:9091");
        assertThat(settings.telemetryEvery()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.kafka()).isNull();
        assertThat(settings.outputLimits().bytesPerStream()).isEqualTo(1L << 30);
        assertThat(settings.regions())
                .extracting(region -> region.profile().name().value())
                .containsExactly("gpu-cloud", "local");
        RegionSettings cloud = settings.regions().getFirst();
        assertThat(cloud.profile().computeClass()).isEqualTo(ComputeClass.INTELLIGENT);
        assertThat(cloud.profile().place().latitude()).isEqualTo(26.6);
        assertThat(cloud.profile().energy()).isEqualTo(new SiteEnergy(1.25, 560.0, false, true));
        assertThat(settings.regions().getLast().profile().energy()).isEqualTo(SiteEnergy.UNKNOWN);
        assertThat(cloud.capacityValidity()).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void givesOffersToPoolsByNameAndByAccelerator() {
        RegionSettings cloud = read().regions().getFirst();

        assertThat(((RegionSettings.SimulatedSettings) cloud.driver())
                        .inventory()
                        .pools())
                .allSatisfy(pool -> assertThat(pool.offers())
                        .containsExactly(
                                pool.name().value().equals("t4")
                                        ? new Offer(BillingMode.ON_DEMAND, PriceUnit.CARD_HOUR, Money.parse("1.9 CNY"))
                                        : new Offer(BillingMode.SPOT, PriceUnit.CARD_HOUR, Money.parse("0.7 CNY"))));
    }

    @Test
    void readsWhatIsProbedAndWhatIsAnswered() {
        keys.put(REGION + "probes.west", "10.0.0.7:9099");
        keys.put("isobar.agent.regions.local.probes.west", "[::1]:9099");
        keys.put("isobar.agent.probes.every", "10s");
        keys.put("isobar.agent.probes.bandwidth-bytes", "16MiB");
        keys.put("isobar.agent.probes.listen", "0.0.0.0:9099");
        keys.put("isobar.agent.probes.serve-bytes", "256MiB");

        AgentSettings settings = read();

        assertThat(settings.peers())
                .extracting(Object::toString)
                .containsExactly("gpu-cloud to west at 10.0.0.7:9099", "local to west at [::1]:9099");
        ProbeRules rules = settings.probes();
        assertThat(rules.every()).isEqualTo(Duration.ofSeconds(10));
        assertThat(rules.bandwidthBytes()).isEqualTo(16L << 20);
        assertThat(rules.bandwidthEvery()).isEqualTo(Duration.ofMinutes(10));
        assertThat(rules.listen()).isEqualTo(new HostPort("0.0.0.0", 9099));
        assertThat(rules.serveBytes()).isEqualTo(256L << 20);
    }

    @Test
    void probesNobodyAndAnswersNobodyUnlessItIsTold() {
        AgentSettings settings = read();

        assertThat(settings.peers()).isEmpty();
        assertThat(settings.probes().listen()).isNull();
        assertThat(settings.probes().serveBytes()).isZero();
    }

    @Test
    void namesEveryProblemOfProbes() {
        keys.put(REGION + "probes.gpu-cloud", "10.0.0.7:9099");
        keys.put(REGION + "probes.West", "10.0.0.7:9099");
        keys.put(REGION + "probes.north", "nowhere");
        keys.put(REGION + "probes.south", "10.0.0.8:9099");
        keys.put("isobar.agent.probes.every", "1s");
        keys.put("isobar.agent.probes.bandwidth-bytes", "1GiB");
        keys.put("isobar.agent.probes.rate", "0");

        assertThatThrownBy(this::read)
                .hasMessageContaining("probes.gpu-cloud: is the region itself")
                .hasMessageContaining("probes.West: ")
                .hasMessageContaining("probes.north: 'nowhere' is not host:port")
                .hasMessageContaining("probes.every: 1s lies outside 5000 ms to 60 s")
                .hasMessageContaining("probes.bandwidth-bytes: 1GiB lies outside 65536 to 67108864 bytes")
                .hasMessageContaining("probes.rate: 0 lies outside 1 to 6000 in a minute");
    }

    @Test
    void saysWhereTheRateLeavesNoTimeForAllPeers() {
        keys.put(REGION + "probes.south", "10.0.0.8:9099");
        keys.put(REGION + "probes.north", "10.0.0.9:9099");
        keys.put("isobar.agent.probes.every", "5s");
        keys.put("isobar.agent.probes.rate", "12");

        assertThatThrownBy(this::read).hasMessageContaining("2 peers every 5s are 24 probes in a minute, more than 12");
    }

    @Test
    void readsASlurmRegion() {
        String region = "isobar.agent.regions.hpc.";
        keys.put(region + "driver", "slurm");
        keys.put(region + "provider", "centre");
        keys.put(region + "slurm.partitions", "gpu, dcu");
        keys.put(region + "slurm.account", "met");
        keys.put(region + "slurm.accelerators.gpu", "A100-80GB");
        keys.put(region + "slurm.accelerators.\"dcu:z100\"", "Z100");
        keys.put(region + "slurm.start-within", "1h");
        keys.put(region + "slurm.queue-nodes.dcu", "16");
        keys.put(region + "slurm.queue-within", "2d");
        keys.put(region + "slurm.image-exec", "apptainer exec  --nv docker://{image}");
        keys.put(region + "slurm.image-run", "apptainer run --nv docker://{image}");
        keys.put(region + "slurm.prepare.cuda", "module load cuda/12.6");
        keys.put(region + "offers[0].accelerator", "Z100");
        keys.put(region + "offers[0].price", "2.5 CNY");
        keys.put(region + "offers[0].per", "card-hour");

        RegionSettings hpc = read().regions().get(1);

        RegionSettings.SlurmClusterSettings cluster = (RegionSettings.SlurmClusterSettings) hpc.driver();
        assertThat(cluster.charged()).containsOnly(Map.entry("account", "met"));
        assertThat(cluster.driver().partitions()).containsExactly("gpu", "dcu");
        assertThat(cluster.driver().accelerators())
                .containsEntry("gpu", "A100-80GB")
                .containsEntry("dcu:z100", "Z100");
        assertThat(cluster.driver().startWithin()).isEqualTo(Duration.ofHours(1));
        assertThat(cluster.driver().queue()).isEqualTo(new QueueSettings(Map.of("dcu", 16), Duration.ofDays(2)));
        assertThat(cluster.driver().runtime())
                .isEqualTo(new SiteRuntime(
                        List.of("apptainer", "exec", "--nv", "docker://{image}"),
                        List.of("apptainer", "run", "--nv", "docker://{image}"),
                        Map.of("cuda", "module load cuda/12.6")));
        PoolProfile pool = new PoolProfile(
                new PoolName("dcu-z100"),
                new Accelerator("z100", null, null),
                HostArchitecture.X86_64,
                List.of(),
                null,
                false,
                List.of());
        assertThat(cluster.driver().priced().apply(pool).offers())
                .containsExactly(new Offer(BillingMode.ON_DEMAND, PriceUnit.CARD_HOUR, Money.parse("2.5 CNY")));
    }

    @Test
    void saysWhatIsWrongWithHowASlurmRegionRunsImages() {
        String region = "isobar.agent.regions.hpc.";
        keys.put(region + "driver", "slurm");
        keys.put(region + "provider", "centre");
        keys.put(region + "slurm.image-exec", "{image}");
        keys.put(region + "slurm.image-run", "apptainer run docker://{image}");
        keys.put(region + "slurm.prepare.cuda", " ");

        assertThatThrownBy(this::read)
                .hasMessageContaining(
                        "slurm.image-exec: '{image}' does not say where the image stands; write {image} after the program")
                .hasMessageContaining("slurm.image-run: is for images that bring their own command; say in image-exec")
                .hasMessageContaining("slurm.prepare.cuda: has 1 characters");
    }

    @Test
    void asksSlurmByItsRestInterfaceWhereItIsNamed() {
        String region = "isobar.agent.regions.hpc.";
        keys.put(region + "driver", "slurm");
        keys.put(region + "provider", "centre");
        keys.put(region + "slurm.rest", "http://login1:6820/");
        keys.put(region + "slurm.rest-token-file", "/etc/isobar/token");

        RegionSettings.SlurmClusterSettings cluster =
                (RegionSettings.SlurmClusterSettings) read().regions().get(1).driver();

        RestAccess rest = Objects.requireNonNull(cluster.rest());
        assertThat(rest.address()).hasToString("http://login1:6820");
        assertThat(rest.tokenFile()).isEqualTo(Path.of("/etc/isobar/token"));
        assertThat(rest.timeout()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void saysWhatIsWrongWithAnAddressOfSlurmsRestInterface() {
        String region = "isobar.agent.regions.hpc.";
        keys.put(region + "driver", "slurm");
        keys.put(region + "provider", "centre");
        keys.put(region + "slurm.rest", "login1:6820");
        keys.put(region + "slurm.programs", "/opt/slurm/bin");

        assertThatThrownBy(this::read)
                .hasMessageContaining("slurm.rest: 'login1:6820' is no address; write http://HOST:PORT")
                .hasMessageContaining("slurm.rest: is another way than Slurm's programs");
    }

    @Test
    void readsTheExampleOfASlurmRegion() throws IOException {
        AgentConfiguration configuration = new SmallRyeConfigBuilder()
                .withMapping(AgentConfiguration.class)
                .withSources(new PropertiesConfigSource(
                        Path.of("../examples/slurm-region.properties").toUri().toURL()))
                .build()
                .getConfigMapping(AgentConfiguration.class);

        RegionSettings.SlurmClusterSettings cluster = (RegionSettings.SlurmClusterSettings)
                AgentSettings.read(configuration).regions().getFirst().driver();

        assertThat(cluster.driver().partitions()).containsExactly("dcu", "gpu");
        assertThat(cluster.driver().accelerators()).containsOnlyKeys("gpu", "dcu:z100");
    }

    @Test
    void readsTheExampleOfAKubernetesRegion() throws IOException {
        AgentConfiguration configuration = new SmallRyeConfigBuilder()
                .withMapping(AgentConfiguration.class)
                .withSources(new PropertiesConfigSource(Path.of("../examples/kubernetes-region.properties")
                        .toUri()
                        .toURL()))
                .build()
                .getConfigMapping(AgentConfiguration.class);

        RegionSettings.KubernetesClusterSettings cluster = (RegionSettings.KubernetesClusterSettings)
                AgentSettings.read(configuration).regions().getFirst().driver();

        assertThat(cluster.driver().namespace()).isEqualTo("isobar");
        assertThat(cluster.driver().accelerators()).containsExactly(Map.entry("hygon.com/dcu", "Z100"));
        assertThat(cluster.driver().nodeLabels()).containsExactly(Map.entry("isobar.io/offered", "true"));
        assertThat(cluster.driver().tolerations())
                .containsExactly(new Tolerated("dedicated", "federation", "NoSchedule"));
    }

    @Test
    void namesWhatIsWrongWithAKubernetesRegion() {
        String region = "isobar.agent.regions.gpu.";
        keys.put(region + "driver", "kubernetes");
        keys.put(region + "provider", "centre");
        keys.put(region + "kubernetes.tolerations", "a=b:Sometimes");
        keys.put(region + "kubernetes.node-labels", "offered");
        keys.put(region + "kubernetes.queue", "A Queue");
        keys.put(region + "kubernetes.look-every", "1ms");
        keys.put(region + "kubernetes.lease.address", "10.0.0.7");
        keys.put(region + "kubernetes.lease.away", "1s");

        assertThatThrownBy(this::read)
                .hasMessageContaining(region + "kubernetes.namespace: is missing")
                .hasMessageContaining(region + "kubernetes.tolerations: 'a=b:Sometimes' is no taint")
                .hasMessageContaining(region + "kubernetes.node-labels: 'offered' is no label")
                .hasMessageContaining(region + "kubernetes.queue: 'A Queue' is no name")
                .hasMessageContaining(region + "kubernetes.look-every: 1ms lies outside")
                .hasMessageContaining(region + "kubernetes.lease.address: '10.0.0.7' is not host:port")
                .hasMessageContaining(region + "kubernetes.lease.away: 1s lies outside 5000 ms to 1800 s");
    }

    @Test
    void namesWhatIsWrongWithASlurmRegion() {
        String region = "isobar.agent.regions.hpc.";
        keys.put(region + "driver", "slurm");
        keys.put(region + "provider", "centre");
        keys.put(region + "slurm.partitions", "gpu,,dcu");
        keys.put(region + "slurm.qos", "high --uid=0");
        keys.put(region + "slurm.poll-every", "1ms");

        assertThatThrownBy(this::read)
                .hasMessageContaining(region + "slurm.partitions: a name is empty")
                .hasMessageContaining(region + "slurm.qos: 'high --uid=0' is not a name")
                .hasMessageContaining(region + "slurm.poll-every: 1ms lies outside");
    }

    @Test
    void namesEveryProblemInOneMessage() {
        keys.remove("isobar.agent.state-folder");
        keys.put("isobar.agent.broker", "nowhere");
        keys.put("isobar.agent.telemetry-every", "5");
        keys.put(REGION + "driver", "cloudy");
        keys.remove(REGION + "provider");
        keys.put(REGION + "place.country", "China");
        keys.put(REGION + "time-scale", "-1");
        keys.put(REGION + "energy.pue", "0.9");
        keys.put(REGION + "energy.grid-intensity", "coal");
        keys.put(REGION + "inventory.file", "/no/such/file");
        keys.put(REGION + "offers[0].price", "cheap");
        keys.put(REGION + "offers[1].accelerator", "P100");
        keys.put("isobar.agent.regions.Bad_Name.driver", "process");
        keys.put("isobar.agent.regions.local.offers[0].pool", "other");
        keys.put("isobar.agent.regions.local.offers[0].price", "1 CNY");
        keys.put("isobar.agent.regions.local.offers[0].per", "core-hour");

        assertThatThrownBy(this::read)
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("isobar.agent.state-folder: is missing")
                .hasMessageContaining("isobar.agent.broker: 'nowhere' is not host:port")
                .hasMessageContaining("isobar.agent.telemetry-every: '5' is not a span of time")
                .hasMessageContaining(REGION + "driver: 'cloudy' is none of process, simulated, slurm")
                .hasMessageContaining(REGION + "provider: is missing")
                .hasMessageContaining("'China' must be two capital letters")
                .hasMessageContaining(REGION + "time-scale")
                .hasMessageContaining(REGION + "energy.pue: '0.9' is not within 1.0 and 10.0")
                .hasMessageContaining(REGION + "energy.grid-intensity")
                .hasMessageContaining("cannot read /no/such/file")
                .hasMessageContaining(REGION + "offers[0].price: 'cheap' is not a price")
                .hasMessageContaining(REGION + "offers[1].pool: give either pool or accelerator")
                .hasMessageContaining("Bad_Name")
                .hasMessageContaining("a process region has one pool, 'machine'");
    }

    @Test
    void namesTheFileAndLineOfABadInventory() throws IOException {
        Files.writeString(folder.resolve("inventory.csv"), "sn,cpu_milli,memory_mib,gpu,model\nn1,x,1,1,T4\n");

        assertThatThrownBy(this::read).hasMessageContaining("inventory.csv").hasMessageContaining("line 2");
    }

    @Test
    void saysWhichPoolsThereAreWhereAnOfferFitsNone() {
        keys.put(REGION + "offers[0].accelerator", "H100");

        assertThatThrownBy(this::read).hasMessageContaining("no such pool").hasMessageContaining("t4");
    }

    @Test
    void refusesAKeyThatDoesNotExist() {
        keys.put(REGION + "time-scael", "2");

        assertThatThrownBy(this::read)
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("time-scael");
    }
}
