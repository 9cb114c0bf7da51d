package io.isobar.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.proto.region.v1.LinkState;
import io.isobar.proto.region.v1.ListRegionsRequest;
import io.isobar.proto.workload.v1.DisconnectPolicy;
import io.isobar.proto.workload.v1.WorkloadState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Real agents that sleep, a real broker that does, and work that writes down when it ran where. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CutOffIT {
    private static final String FEDERATION = """
            standalone:
              ports: { http: @HTTP@, grpc: @GRPC@, agents: @AGENTS@, postgres: 0, kafka: 0, kafka-controller: 0 }
              java-options: { broker: -Xmx256m, agent: -Xmx96m }
            broker:
              isobar.broker.money: { currency: CNY }
              isobar.broker.silence: { end-link-after: 5s, lost-after: 1s, stop-after: 6s, stop-grace: 2s, margin: 2s }
            agents:
              east:
                regions:
                  east:
                    driver: process
                    provider: this-machine
                    offers: [ { pool: machine, mode: on-demand, price: "0.10 CNY", per: core-hour } ]
              west:
                regions:
                  west:
                    driver: process
                    provider: this-machine
                    offers: [ { pool: machine, mode: on-demand, price: "0.90 CNY", per: core-hour } ]
            """;
    /** Longer than a lease, its grace and all that follows. */
    private static final Duration LONG = Duration.ofSeconds(16);

    private Path folder;
    private LaunchedFederation federation;
    private @Nullable SiteAgent hpc;

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path temporary) {
        folder = temporary;
        federation = LaunchedFederation.start(folder.resolve("federation"), FEDERATION);
        runs().awaitAllLinksGood();
    }

    @AfterAll
    void stop() {
        if (hpc != null) {
            hpc.close();
        }
        if (federation != null) {
            federation.close();
        }
    }

    private Runs runs() {
        return new Runs(federation);
    }

    private Diary diary(String name) {
        return new Diary(folder.resolve(name));
    }

    private LinkState link(String region) {
        return federation.regions().listRegions(ListRegionsRequest.getDefaultInstance()).getRegionsList().stream()
                .filter(known -> known.getDescription().getName().equals(region))
                .findFirst()
                .orElseThrow()
                .getLink();
    }

    @Test
    void workOfAnAgentThatSleepsRunsElsewhereAndNeverTwiceAtATime() throws Exception {
        var diary = diary("asleep");
        var id = runs().submit(diary.workload()).getId();
        diary.awaitLineOf(id + "-1");
        assertThat(runs().get(id).getAttempt().getRegion()).isEqualTo("east");

        federation.signal("STOP", "east");
        try {
            diary.awaitLineOf(id + "-2");
            assertThat(link("east")).isEqualTo(LinkState.LINK_STATE_LOST);
            assertThat(runs().get(id).getAttempt().getRegion()).isEqualTo("west");
        } finally {
            federation.signal("CONT", "east");
        }
        runs().awaitAllLinksGood();
        diary.enough();
        assertThat(runs().awaitEnd(id).getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);

        diary.assertOneAfterTheOther(id + "-1", id + "-2");
        assertThat(runs().get(id).getAttempts()).isEqualTo(2);
    }

    @Test
    void workGoesOnWhereTheBrokerIsAwayForLongerThanALease() throws Exception {
        var diary = diary("alone");
        var id = runs().submit(diary.workload()).getId();
        diary.awaitLineOf(id + "-1");

        federation.signal("STOP", "broker");
        try {
            diary.awaitMoreThan(LONG);
        } finally {
            federation.signal("CONT", "broker");
        }
        runs().awaitAllLinksGood();
        diary.enough();

        var over = runs().awaitEnd(id);
        assertThat(over.getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);
        assertThat(over.getAttempts()).isEqualTo(1);
    }

    @Test
    void whatIsToKeepRunningDoes() throws Exception {
        var diary = diary("kept");
        var spec = diary.workload().toBuilder()
                .setDisconnect(DisconnectPolicy.DISCONNECT_POLICY_KEEP_RUNNING)
                .build();
        var id = runs().submit(spec).getId();
        diary.awaitLineOf(id + "-1");

        federation.signal("STOP", "east");
        try {
            Awaitility.await("the region is not heard of")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> runs().get(id).getAttempt().getUnconfirmed());
            diary.awaitMoreThan(LONG);
        } finally {
            federation.signal("CONT", "east");
        }
        runs().awaitAllLinksGood();
        diary.enough();

        var over = runs().awaitEnd(id);
        assertThat(over.getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);
        assertThat(over.getAttempts()).isEqualTo(1);
    }

    /** The last, as it leaves a third region, which is the cheapest. */
    @Test
    @Order(Integer.MAX_VALUE)
    void jobsOfASlurmWhoseAgentSleepsRunElsewhereAndNeverTwiceAtATime() throws Exception {
        var slurm = System.getenv("ISOBAR_SLURM_CONF");
        Assumptions.assumeTrue(
                slurm != null,
                () -> "NOT RUN, there is no Slurm: integration-tests/bin/slurm-up starts one, and says why it cannot");
        var settings = List.of(
                "driver=slurm",
                "provider=elsewhere",
                "slurm.configuration=" + slurm,
                "slurm.partitions=dcu",
                "slurm.poll-every=500ms",
                "offers[0].pool=dcu-z100");
        var agent = new SiteAgent(folder, federation, "hpc", settings, "0.01 CNY per core-hour");
        hpc = agent;
        Awaitility.await("hpc is connected")
                .atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() -> link("hpc") == LinkState.LINK_STATE_CONNECTED);
        var diary = diary("jobs");
        var id = runs().submit(diary.workload()).getId();
        diary.awaitLineOf(id + "-1");
        assertThat(runs().get(id).getAttempt().getRegion()).isEqualTo("hpc");

        agent.signal("STOP");
        try {
            diary.awaitLineOf(id + "-2");
            assertThat(link("hpc")).isEqualTo(LinkState.LINK_STATE_LOST);
            assertThat(runs().get(id).getAttempt().getRegion()).isEqualTo("east");
        } finally {
            agent.signal("CONT");
        }
        runs().awaitAllLinksGood();
        diary.enough();
        assertThat(runs().awaitEnd(id).getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);

        diary.assertOneAfterTheOther(id + "-1", id + "-2");
        assertThat(runs().get(id).getAttempts()).isEqualTo(2);
    }
}
