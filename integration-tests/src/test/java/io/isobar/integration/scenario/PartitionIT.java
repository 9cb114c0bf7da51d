package io.isobar.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.proto.region.v1.LinkState;
import io.isobar.proto.region.v1.ListRegionsRequest;
import io.isobar.proto.region.v1.Region;
import io.isobar.proto.workload.v1.WorkloadState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A region whose network drops packets, to and from the broker and Kafka alike: no connection is refused and none ends, so that both sides
 * know of it by silence alone.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PartitionIT {
    private static final String FEDERATION = """
            standalone:
              ports: { http: @HTTP@, grpc: @GRPC@, agents: @AGENTS@, postgres: 0, kafka: 0, kafka-controller: 0 }
              java-options: { broker: -Xmx256m, agent: -Xmx96m }
            broker:
              isobar.broker.money: { currency: CNY }
              isobar.broker.silence: { end-link-after: 5s, lost-after: 1s, stop-after: 6s, stop-grace: 2s, margin: 2s }
            agents:
              west:
                regions:
                  west:
                    driver: process
                    provider: this-machine
                    offers: [ { pool: machine, mode: on-demand, price: "0.90 CNY", per: core-hour } ]
            """;

    private Path folder;
    private LaunchedFederation federation;
    private NetworkNamespace network;
    private SiteAgent east;

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path temporary) throws IOException {
        folder = temporary;
        federation = LaunchedFederation.start(folder.resolve("federation"), FEDERATION);
        network = NetworkNamespace.open(federation.port("grpc"), federation.port("kafka"));
        var settings =
                List.of("driver=process", "provider=elsewhere", "offers[0].pool=machine", "offers[0].mode=on-demand");
        east = new SiteAgent(folder, federation, "east", settings, "0.10 CNY per core-hour", network.prefix());
        awaitEast();
    }

    @AfterAll
    void stop() throws IOException {
        if (east != null) {
            east.close();
        }
        if (network != null) {
            network.close();
        }
        if (federation != null) {
            federation.close();
        }
    }

    private void awaitEast() {
        Awaitility.await("east is connected")
                .atMost(Duration.ofMinutes(2))
                .until(() -> link() == LinkState.LINK_STATE_CONNECTED);
        new Runs(federation).awaitAllLinksGood();
    }

    private LinkState link() {
        return federation.regions().listRegions(ListRegionsRequest.getDefaultInstance()).getRegionsList().stream()
                .filter(known -> known.getDescription().getName().equals("east"))
                .findFirst()
                .map(Region::getLink)
                .orElse(LinkState.LINK_STATE_UNSPECIFIED);
    }

    @ParameterizedTest
    @EnumSource
    void workOfARegionThatIsCutOffRunsElsewhereAndNeverTwiceAtATime(NetworkNamespace.Cut cut) throws Exception {
        var runs = new Runs(federation);
        var diary = new Diary(folder.resolve(cut.name().toLowerCase(Locale.ROOT)));
        var id = runs.submit(diary.workload()).getId();
        diary.awaitLineOf(id + "-1");
        assertThat(runs.get(id).getAttempt().getRegion()).isEqualTo("east");

        network.cut(cut);
        try {
            diary.awaitLineOf(id + "-2");
            assertThat(link()).isEqualTo(LinkState.LINK_STATE_LOST);
            assertThat(runs.get(id).getAttempt().getRegion()).isEqualTo("west");
        } finally {
            network.heal();
        }
        awaitEast();
        diary.enough();

        assertThat(runs.awaitEnd(id).getState()).isEqualTo(WorkloadState.WORKLOAD_STATE_SUCCEEDED);
        assertThat(runs.get(id).getAttempts()).isEqualTo(2);
        diary.assertOneAfterTheOther(id + "-1", id + "-2");
    }
}
