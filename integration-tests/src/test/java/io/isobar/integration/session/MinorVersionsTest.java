package io.isobar.integration.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isobar.broker.capacity.Link;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.capacity.RegionView;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.broker.session.ProtocolVersion;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.integration.samples.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An agent and a broker that are one minor of the protocol apart work together; those that are further apart say so. */
class MinorVersionsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final RegionName REGION = new RegionName("local");
    private static final int NOW = ProtocolVersion.MINOR;
    private static final int BEFORE = OlderContract.MINOR;

    private @TempDir Path folder = Path.of("");

    static Stream<OlderWay.Says> eitherIsOlder() {
        return Stream.of(new OlderWay.Says(BEFORE, NOW), new OlderWay.Says(NOW, BEFORE));
    }

    private LinkedAgent agent(OlderWay way) throws IOException {
        return new LinkedAgent(REGION.value(), way.port(), folder, Duration.ZERO, Duration.ofSeconds(30));
    }

    private static void awaitSuccess(LinkedBroker broker, WorkloadId id) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(broker.latest(id)).isInstanceOf(WorkloadState.Succeeded.class));
    }

    private static RegionView region(LinkedBroker broker) {
        return broker.ask(core -> core.view().regions()).stream()
                .filter(one -> one.facts().name().equals(REGION))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theContractAsReleasedIsTheMinorBefore() {
        assertThat(BEFORE)
                .as("proto/baseline.binpb is what is promised to be understood: of the minor before, or of this one")
                .isBetween(ProtocolVersion.OLDEST_MINOR, NOW);
    }

    @ParameterizedTest
    @MethodSource("eitherIsOlder")
    void theyRegisterReportRunWorkAndComeBack(OlderWay.Says says) throws IOException {
        try (var broker = new LinkedBroker();
                var way = new OlderWay(broker.port(), says);
                var agent = agent(way)) {
            awaitSuccess(broker, broker.submit(Samples.spec("first", "met-lab")));
            assertThat(region(broker).facts().stopsWhenCutOff())
                    .as("who does not know of leases promises nothing")
                    .isFalse();

            var across = broker.submit(Samples.spec("across", "met-lab"));
            way.cut();
            awaitSuccess(broker, across);
            awaitSuccess(broker, broker.submit(Samples.spec("last", "met-lab")));

            assertThat(region(broker).link()).isEqualTo(Link.CONNECTED);
            assertThat(agent.registrations()).isGreaterThanOrEqualTo(2);
            assertThat(way.shortened())
                    .as("fields that the older side does not have")
                    .isPositive();
            assertThat(way.leftOut())
                    .as("messages that the older side does not have")
                    .isPositive();
        }
    }

    @Test
    void anAgentThatIsTooOldIsRefusedAndSaysWhatToDo() throws IOException {
        int tooOld = ProtocolVersion.OLDEST_MINOR - 1;
        try (var broker = new LinkedBroker();
                var way = new OlderWay(broker.port(), new OlderWay.Says(tooOld, NOW));
                var agent = agent(way)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(agent.linkIs())
                            .contains("the agent speaks protocol 1." + tooOld, "this broker 1." + NOW)
                            .contains("agents from 1." + ProtocolVersion.OLDEST_MINOR + " on", "upgrade the agent"));
        }
    }

    @Test
    void aBrokerThatIsTooOldIsLeftAndTheAgentSaysWhatToDo() throws IOException {
        int tooOld = ProtocolVersion.OLDEST_MINOR - 1;
        try (var broker = new LinkedBroker();
                var way = new OlderWay(broker.port(), new OlderWay.Says(NOW, tooOld));
                var agent = agent(way)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(agent.linkIs())
                            .contains("the broker speaks protocol 1." + tooOld, "this agent 1." + NOW)
                            .contains("upgrade the broker"));
            assertThat(agent.registrations()).isZero();
        }
    }
}
