package io.isobar.integration.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isobar.agent.endpoint.HostPort;
import io.isobar.agent.execution.RegionCounters;
import io.isobar.agent.execution.RegionStatus;
import io.isobar.agent.probe.LinkReadings;
import io.isobar.agent.probe.ProbeEndpoint;
import io.isobar.agent.probe.ProbeRules;
import io.isobar.agent.probe.ProbeTarget;
import io.isobar.agent.probe.Prober;
import io.isobar.agent.telemetry.TelemetryCollector;
import io.isobar.broker.capacity.RegionView;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.broker.network.Link;
import io.isobar.broker.network.LinkFigure;
import io.isobar.broker.network.LinkReading;
import io.isobar.broker.network.Network;
import io.isobar.broker.resource.Money;
import io.isobar.broker.telemetry.FigureBoard;
import io.isobar.broker.telemetry.kafka.KafkaTelemetry;
import io.isobar.broker.telemetry.kafka.KafkaTelemetryRelay;
import io.isobar.broker.telemetry.kafka.SignalReader;
import io.isobar.broker.telemetry.kafka.TelemetryTopics;
import io.isobar.broker.wire.LinkFigureCodec;
import io.isobar.broker.wire.RegionCodec;
import io.isobar.broker.workload.LatencyRule;
import io.isobar.broker.workload.PlacementRules;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import io.isobar.cli.text.Table;
import io.isobar.cli.view.Frame;
import io.isobar.cli.view.RegionText;
import io.isobar.integration.samples.Samples;
import io.isobar.standalone.engine.EmbeddedKafka;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From a probe of a real endpoint to where work is placed, and to what the CLI prints of the region. */
class MeasuredLinksIT {
    private static final int MIB = 1 << 20;
    /** As somebody wrote it down: far too long for who wants 5 ms, and much less than there is. */
    private static final Network TABLE = new Network(
            Map.of(new Network.Ends("beijing", "east"), new Link(0.001, Money.parse("0.3 CNY"))),
            Map.of(new Network.Ends("beijing", "east"), Duration.ofMillis(30)));

    private final Path folder;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final EmbeddedKafka kafka;
    private final FigureBoard board = new FigureBoard();
    private final KafkaTelemetry telemetry;
    private final KafkaTelemetryRelay relay;
    private final SignalReader signals;
    private final LinkedBroker broker;
    private final io.isobar.agent.telemetry.kafka.KafkaTelemetry sink;
    private final ProbeEndpoint endpoint;
    private final LinkReadings readings = new LinkReadings();

    /** How telemetry comes to Kafka. */
    enum Route {
        KAFKA,
        STREAM
    }

    MeasuredLinksIT(@TempDir Path folder) throws IOException {
        this.folder = folder;
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
        telemetry = new KafkaTelemetry(kafka.bootstrapServers(), new TelemetryTopics(2));
        relay = new KafkaTelemetryRelay(kafka.bootstrapServers());
        signals = new SignalReader(kafka.bootstrapServers(), board, InstantSource.system());
        sink = new io.isobar.agent.telemetry.kafka.KafkaTelemetry(kafka.bootstrapServers());
        broker = new LinkedBroker(relay::accept, TABLE, board.links());
        endpoint = ProbeEndpoint.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                600,
                1_024L * MIB,
                threads,
                (delay, task) -> () -> {},
                System::nanoTime);
        Thread.ofPlatform().daemon().start(telemetry::run);
        Thread.ofPlatform().daemon().start(signals::run);
        Thread.ofPlatform().daemon().start(sink);
    }

    @AfterEach
    void stop() {
        endpoint.close();
        sink.close();
        signals.stop();
        telemetry.stop();
        relay.close();
        broker.close();
        kafka.close();
        threads.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource
    void workThatTheTableKeepsOutIsPlacedOnceTheWayIsMeasured(Route route) throws Exception {
        try (var agent = new LinkedAgent("east", broker.port(), folder, Duration.ZERO, Duration.ofMinutes(1))) {
            patiently().until(() -> agent.registrations() > 0);
            var waits = broker.submit(within(Duration.ofMillis(5)));
            patiently()
                    .until(() -> broker.latest(waits) instanceof WorkloadState.Queued queued
                            && queued.why().reason() == Reason.LATENCY_ABOVE_MAXIMUM);
            var prober = prober();
            var collector = collector();

            patiently().until(() -> {
                prober.round();
                switch (route) {
                    case KAFKA -> sink.accept(collector.collect());
                    case STREAM -> agent.tell(collector.collect());
                }
                return isPlaced(waits) && isBandwidthKnown();
            });

            var text = text();
            assertThat(text)
                    .anySatisfy(line -> assertThat(line)
                            .matches(" *east +beijing +round trip +[0-9.]+ ms +measured +[0-9]+s ago +yes"));
            assertThat(text)
                    .anySatisfy(
                            line -> assertThat(line).matches(" *beijing +east +round trip +30 ms +nominal +\\S+ +no"));
            assertThat(text)
                    .anySatisfy(line -> assertThat(line)
                            .matches(" *beijing +east +bandwidth +[0-9.]+ Gbit/s +measured +[0-9]+s ago +yes"));
            assertThat(telemetry.counts().deadLetters()).isZero();
        }
    }

    private Prober prober() {
        return new Prober(
                // Each time: what comes before the topics are there is dropped.
                new ProbeRules(Duration.ofSeconds(5), MIB, Duration.ZERO, 6_000, null, 0, 0),
                List.of(new ProbeTarget(
                        new io.isobar.agent.inventory.RegionName("east"),
                        "beijing",
                        new HostPort("127.0.0.1", endpoint.port()))),
                region -> readings,
                threads,
                Clock.systemUTC(),
                System::nanoTime,
                Duration.ZERO);
    }

    private TelemetryCollector collector() {
        var clock = Clock.systemUTC();
        return new TelemetryCollector(
                new io.isobar.agent.inventory.RegionName("east"),
                "incarnation",
                clock,
                () -> new RegionStatus(clock.instant(), List.of(), 0, null),
                new RegionCounters(),
                List::of,
                readings::take);
    }

    private boolean isPlaced(WorkloadId id) {
        return !(broker.latest(id) instanceof WorkloadState.Queued);
    }

    private boolean isBandwidthKnown() {
        return board.links().readings(name -> null).stream()
                .anyMatch(reading -> reading.quantity() == LinkReading.Quantity.BANDWIDTH);
    }

    private static WorkloadSpec within(Duration most) {
        var spec = Samples.spec("near", "met-lab");
        return new WorkloadSpec(
                spec.name(),
                spec.tenant(),
                spec.labels(),
                spec.computeClass(),
                spec.priority(),
                spec.replicas(),
                spec.gang(),
                spec.resources(),
                spec.variants(),
                spec.others(),
                spec.work(),
                spec.data(),
                spec.checkpoint(),
                new PlacementRules(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        null,
                        List.of(),
                        null,
                        List.of(),
                        List.of(),
                        new LatencyRule("beijing", most),
                        null),
                spec.objective(),
                spec.billing(),
                spec.retry(),
                spec.disconnect(),
                spec.timeLimit(),
                null);
    }

    /** As `isobar describe region` prints it. */
    private List<String> text() {
        RegionView region = broker.ask(it -> it.view().regions().getFirst());
        var now = Clock.systemUTC().instant();
        var shown = RegionCodec.toProto(region, List.of(), Map.of(), Map.of(), List.of(), 0).toBuilder()
                .addAllLinks(LinkFigure.of("east", TABLE, board.links().readings(name -> null), now).stream()
                        .map(LinkFigureCodec::toProto)
                        .toList())
                .build();
        return RegionText.lines(shown, new Frame(Table.UNLIMITED, now, ZoneOffset.UTC));
    }

    private static org.awaitility.core.ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200));
    }
}
