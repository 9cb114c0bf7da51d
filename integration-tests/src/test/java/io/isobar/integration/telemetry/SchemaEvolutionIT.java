package io.isobar.integration.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.isobar.broker.capacity.Link;
import io.isobar.broker.capacity.PoolView;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.capacity.RegionView;
import io.isobar.broker.telemetry.Figure;
import io.isobar.broker.telemetry.FigureBoard;
import io.isobar.broker.telemetry.Quantity;
import io.isobar.broker.telemetry.Verdict;
import io.isobar.broker.telemetry.kafka.KafkaTelemetry;
import io.isobar.broker.telemetry.kafka.KafkaTelemetryRelay;
import io.isobar.broker.telemetry.kafka.SignalReader;
import io.isobar.broker.telemetry.kafka.TelemetryTopics;
import io.isobar.integration.session.LinkedBroker;
import io.isobar.proto.region.v1.AgentSessionServiceGrpc;
import io.isobar.proto.region.v1.ConnectRequest;
import io.isobar.proto.region.v1.ConnectResponse;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import io.isobar.standalone.engine.EmbeddedKafka;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents one version older and one newer than this broker: on its stream, from where telemetry goes to Kafka, and in Kafka itself. */
class SchemaEvolutionIT {
    private final EmbeddedKafka kafka;
    private final RawKafka raw;
    private final KafkaTelemetryRelay relay;
    private final LinkedBroker broker;
    private final FigureBoard board = new FigureBoard();
    private final KafkaTelemetry telemetry;
    private final SignalReader signals;
    private final ManagedChannel channel;
    private final AtomicReference<@Nullable Throwable> ended = new AtomicReference<>();
    private final Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);

    SchemaEvolutionIT(@TempDir Path folder) throws IOException {
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
        raw = new RawKafka(kafka.bootstrapServers());
        relay = new KafkaTelemetryRelay(kafka.bootstrapServers());
        broker = new LinkedBroker(relay::accept);
        telemetry = new KafkaTelemetry(kafka.bootstrapServers(), new TelemetryTopics(2));
        signals = new SignalReader(kafka.bootstrapServers(), board, InstantSource.system());
        Thread.ofPlatform().daemon().start(telemetry::run);
        Thread.ofPlatform().daemon().start(signals::run);
        channel = NettyChannelBuilder.forAddress("127.0.0.1", broker.port())
                .usePlaintext()
                .build();
        patiently().until(signals::isReading);
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        signals.stop();
        telemetry.stop();
        broker.close();
        relay.close();
        raw.close();
        kafka.close();
    }

    @Test
    void aNewerAgentIsUnderstoodAsFarAsThisBrokerKnowsAndNothingOfItIsLost() throws Exception {
        var agent = connect(Evolved.newerSession("newer"));
        awaitConnected("newer");
        var batch = Evolved.newerBatch("newer", now);
        sendUntilShown(agent, batch);

        assertNewerIsShown("newer");
        assertThat(raw.await(TelemetryTopics.RAW, "newer").value())
                .as("what this broker does not know passes through it")
                .isEqualTo(batch.toByteArray());
        assertOnlyIsSetAside("newer", "not-finite", 5, batch);
        assertThat(ended.get()).as("what ended the session").isNull();
    }

    @Test
    void anOlderAgentIsUnderstoodWithoutWhatWasAddedSince() throws Exception {
        var agent = connect(Evolved.olderSession("older"));
        awaitConnected("older");
        var batch = Evolved.olderBatch("older", now);
        sendUntilShown(agent, batch);

        assertOlderIsShown("older");
        assertOnlyIsSetAside("older", "no-time", 2, batch);
        assertThat(ended.get()).as("what ended the session").isNull();
    }

    @Test
    void recordsOfBothAreReadFromKafka() throws Exception {
        var newer = Evolved.newerBatch("direct-newer", now);
        var older = Evolved.olderBatch("direct-older", now);
        raw.send(TelemetryTopics.RAW, "direct-newer", newer.toByteArray());
        raw.send(TelemetryTopics.RAW, "direct-older", older.toByteArray());
        patiently()
                .until(() -> !figures("direct-newer").isEmpty()
                        && !figures("direct-older").isEmpty());

        assertNewerIsShown("direct-newer");
        assertOlderIsShown("direct-older");
        assertOnlyIsSetAside("direct-newer", "not-finite", 5, newer);
        assertOnlyIsSetAside("direct-older", "no-time", 2, older);
        assertThat(telemetry.counts().judged(Verdict.TAKEN)).isEqualTo(2 + 2);
        assertThat(telemetry.counts().judged(Verdict.PASSED_OVER)).isEqualTo(3);
        assertThat(telemetry.counts().deadLetters()).isEqualTo(2);
        assertThat(telemetry.counts().poisoned()).isZero();
        assertThat(telemetry.isRunning()).isTrue();
    }

    private void assertNewerIsShown(String region) {
        assertThat(figures(region))
                .extracting(Figure::quantity, Figure::value, Figure::source, Figure::observedAt)
                .containsExactly(
                        tuple(Quantity.ACCELERATOR_UTILISATION, 0.25, 0, now),
                        tuple(Quantity.CPU_UTILISATION, 0.5, Evolved.UNKNOWN_VALUE, now));
    }

    private void assertOlderIsShown(String region) {
        assertThat(figures(region)).hasSize(1);
        var figure = figures(region).getFirst();
        assertThat(figure.value()).isEqualTo(0.75);
        assertThat(Objects.requireNonNull(figure.sliding()).count()).isEqualTo(2);
        assertThat(figure.sliding().mean()).isEqualTo(0.625);
    }

    /** The record at that place in the batch, whole, with its reason. */
    private void assertOnlyIsSetAside(String region, String reason, int place, TelemetryBatch batch) throws Exception {
        var letter = raw.await(TelemetryTopics.DEAD_LETTERS, region);
        assertThat(letter.headers().lastHeader("isobar.reason").value())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(reason);
        assertThat(TelemetryBatch.parseFrom(letter.value()))
                .isEqualTo(batch.toBuilder()
                        .clearRecords()
                        .addRecords(batch.getRecords(place))
                        .build());
    }

    private StreamObserver<ConnectRequest> connect(List<ConnectRequest> session) {
        var agent = AgentSessionServiceGrpc.newStub(channel).connect(new StreamObserver<>() {
            @Override
            public void onNext(ConnectResponse response) {}

            @Override
            public void onError(Throwable problem) {
                ended.set(problem);
            }

            @Override
            public void onCompleted() {
                ended.set(new IllegalStateException("the broker ended the session"));
            }
        });
        session.forEach(agent::onNext);
        return agent;
    }

    private void awaitConnected(String region) {
        patiently().untilAsserted(() -> {
            List<RegionView> regions = broker.ask(it -> it.view().regions());
            assertThat(regions)
                    .as("ended by %s", ended.get())
                    .extracting(view -> view.name().value(), RegionView::link)
                    .containsExactly(tuple(region, Link.CONNECTED));
        });
        List<PoolView> pools = broker.ask(it -> it.view().pools());
        assertThat(pools)
                .singleElement()
                .satisfies(pool -> assertThat(pool.quarantine()).isEmpty());
    }

    /** What Kafka does not take in time is dropped, and what comes again counts once. */
    private void sendUntilShown(StreamObserver<ConnectRequest> agent, TelemetryBatch batch) {
        patiently().until(() -> {
            agent.onNext(ConnectRequest.newBuilder().setTelemetry(batch).build());
            return !figures(batch.getRegion()).isEmpty();
        });
    }

    private List<Figure> figures(String region) {
        return board.of(new RegionName(region));
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200));
    }
}
