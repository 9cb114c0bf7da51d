package io.isobar.integration.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.isobar.agent.driver.Measurement;
import io.isobar.agent.execution.RegionCounters;
import io.isobar.agent.execution.RegionStatus;
import io.isobar.agent.telemetry.TelemetryCollector;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.capacity.RegionView;
import io.isobar.broker.telemetry.Figure;
import io.isobar.broker.telemetry.FigureBoard;
import io.isobar.broker.telemetry.Quantity;
import io.isobar.broker.telemetry.Verdict;
import io.isobar.broker.telemetry.kafka.KafkaTelemetry;
import io.isobar.broker.telemetry.kafka.SignalReader;
import io.isobar.broker.telemetry.kafka.TelemetryTopics;
import io.isobar.broker.wire.FigureCodec;
import io.isobar.broker.wire.RegionCodec;
import io.isobar.cli.text.Table;
import io.isobar.cli.view.Frame;
import io.isobar.cli.view.RegionText;
import io.isobar.standalone.engine.EmbeddedKafka;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a region measures whose clock is off, as who asks for the region sees it: from its agent over Kafka to the text of the CLI. */
class SkewedTelemetryIT {
    private static final Duration VALIDITY = Duration.ofSeconds(6);
    private static final RegionName EAST = new RegionName("east");

    private final Path folder;
    private final EmbeddedKafka kafka;
    private final LinkedBroker broker = new LinkedBroker();
    private final FigureBoard board = new FigureBoard();
    private final KafkaTelemetry telemetry;
    private final SignalReader signals;
    private final io.isobar.agent.telemetry.kafka.KafkaTelemetry sink;
    private Duration ahead = Duration.ZERO;
    private double load = 0.5;

    SkewedTelemetryIT(@TempDir Path folder) throws IOException {
        this.folder = folder;
        kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
        telemetry = new KafkaTelemetry(kafka.bootstrapServers(), new TelemetryTopics(2));
        signals = new SignalReader(kafka.bootstrapServers(), board, InstantSource.system());
        sink = new io.isobar.agent.telemetry.kafka.KafkaTelemetry(kafka.bootstrapServers());
        Thread.ofPlatform().daemon().start(telemetry::run);
        Thread.ofPlatform().daemon().start(signals::run);
        Thread.ofPlatform().daemon().start(sink);
    }

    @AfterEach
    void stop() {
        sink.close();
        signals.stop();
        telemetry.stop();
        broker.close();
        kafka.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {600, -600})
    void figuresOfAClockThatIsTenMinutesOffCountAndShowTheirAgeAndTheSkew(int seconds) throws IOException {
        ahead = Duration.ofSeconds(seconds);
        var collector = collector();
        try (var _ = agent()) {
            awaitSkew(clock -> clock.abs().compareTo(Duration.ofMinutes(9)) > 0);
            awaitFigure(collector, 0.5);

            var text = text();
            assertThat(line(text, "clock skew")).containsPattern(seconds > 0 ? " (600|599.9)" : "-(600|599.9)");
            assertThat(line(text, "cpu-utilisation")).contains("0.5").containsPattern("\\b[0-9]s ago");
            assertThat(line(text, "launch-failures")).containsPattern("\\b[0-9]s ago");
            assertThat(telemetry.counts().deadLetters()).isZero();
            assertThat(Objects.requireNonNull(cpu().orElseThrow().minute()).count())
                    .isPositive();
        }
    }

    @Test
    void aClockThatIsSetBackWhileItSendsIsFollowed() throws IOException {
        ahead = Duration.ofMinutes(10);
        var collector = collector();
        try (var agent = agent()) {
            awaitSkew(clock -> clock.compareTo(Duration.ofMinutes(9)) > 0);
            awaitFigure(collector, 0.5);

            ahead = Duration.ZERO;
            agent.setAhead(ahead);
            load = 0.25;
            awaitSkew(clock -> clock.abs().compareTo(Duration.ofMinutes(1)) < 0);
            awaitFigure(collector, 0.25);

            var text = text();
            assertThat(line(text, "cpu-utilisation")).contains("0.25").containsPattern("\\b[0-9]s ago");
            assertThat(telemetry.counts().judged(Verdict.LATE)).isZero();
            assertThat(telemetry.counts().deadLetters()).isZero();
        }
    }

    private LinkedAgent agent() throws IOException {
        return new LinkedAgent(EAST.value(), broker.port(), folder, ahead, VALIDITY);
    }

    private TelemetryCollector collector() {
        InstantSource clock = () -> Clock.systemUTC().instant().plus(ahead);
        return new TelemetryCollector(
                new io.isobar.agent.inventory.RegionName(EAST.value()),
                "incarnation",
                clock,
                () -> new RegionStatus(clock.instant(), List.of(), 0, null),
                new RegionCounters(),
                () -> List.of(new Measurement(Measurement.Quantity.CPU_UTILISATION, load, true, clock.instant())));
    }

    private void awaitSkew(Predicate<Duration> expected) {
        patiently().until(() -> {
            var regions = broker.ask(it -> it.view().regions());
            var clock = regions.isEmpty() ? null : regions.getFirst().clock();
            return clock != null && expected.test(clock.ahead());
        });
    }

    private void awaitFigure(TelemetryCollector collector, double value) {
        patiently().until(() -> {
            sink.accept(collector.collect());
            return cpu().filter(figure -> figure.value() == value).isPresent();
        });
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200));
    }

    private Optional<Figure> cpu() {
        return board.of(EAST).stream()
                .filter(figure -> figure.quantity() == Quantity.CPU_UTILISATION)
                .findFirst();
    }

    /** As `isobar describe region` prints it. */
    private List<String> text() {
        RegionView region = broker.ask(it -> it.view().regions().getFirst());
        var skew = Objects.requireNonNull(region.clock()).ahead();
        var shown = RegionCodec.toProto(
                region,
                List.of(),
                Map.of(),
                Map.of(),
                board.of(EAST).stream()
                        .map(figure -> FigureCodec.toProto(figure, skew))
                        .toList(),
                0);
        return RegionText.lines(
                shown, new Frame(Table.UNLIMITED, Clock.systemUTC().instant(), ZoneOffset.UTC));
    }

    private static String line(List<String> text, String begin) {
        return text.stream()
                .filter(line -> line.strip().startsWith(begin))
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError("no line begins with " + begin + " in\n" + String.join("\n", text)));
    }
}
