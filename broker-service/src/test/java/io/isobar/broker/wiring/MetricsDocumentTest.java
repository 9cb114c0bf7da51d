package io.isobar.broker.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.api.rest.MemoryLedger;
import io.isobar.broker.api.rest.ScriptedRegion;
import io.isobar.broker.fencing.FenceLog;
import io.isobar.broker.fencing.SilenceRule;
import io.isobar.broker.leader.Coordinator;
import io.isobar.broker.leader.Event;
import io.isobar.broker.leader.Leader;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.metrics.LeaderMeters;
import io.isobar.broker.placement.PlacementEngine;
import io.isobar.broker.placement.PlacementService;
import io.isobar.broker.placement.Policy;
import io.isobar.broker.port.Guard;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.samples.Specs;
import io.isobar.broker.session.grpc.AgentSessionEndpoint;
import io.isobar.broker.session.grpc.LinkPace;
import io.isobar.broker.telemetry.FigureBoard;
import io.isobar.broker.telemetry.kafka.KafkaTelemetry;
import io.isobar.broker.telemetry.kafka.KafkaTelemetryRelay;
import io.isobar.broker.telemetry.kafka.SignalReader;
import io.isobar.broker.telemetry.kafka.TelemetryTopics;
import io.isobar.broker.wire.PoolReportCodec;
import io.isobar.broker.workload.WorkloadId;
import io.isobar.broker.workload.WorkloadSpec;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Currency;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docs/metrics.md names every meter of a broker at work with its type and labels, and no other; and what the meters count is what happened. */
@SuppressWarnings("deprecation") // The registry is the one that the platform brings.
class MetricsDocumentTest {
    private static final Path DOCUMENT = Path.of("../docs/metrics.md");
    private static final Pattern TYPE = Pattern.compile("# TYPE (isobar_\\w+) (\\w+)");
    private static final Pattern SAMPLE = Pattern.compile("(isobar_\\w+?)(?:_bucket|_sum|_count)?(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final String NO_KAFKA = "127.0.0.1:9";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MemoryLedger ledger = new MemoryLedger();
    private final Random random = new Random(5);
    private final KafkaTelemetryRelay relay = new KafkaTelemetryRelay(NO_KAFKA);
    private final Leader leader = leader();

    private Leader leader() {
        var meters = new LeaderMeters(registry, Clock.systemUTC());
        var engine = new PlacementEngine(new Policy(Pools.CATALOG, ExchangeRates.none(CNY), CNY, "test"));
        var coordinator = new Coordinator(new PlacementService(engine), meters, SilenceRule.DEFAULT);
        return new Leader(coordinator, ledger, Clock.systemUTC(), changes -> {}, meters, FenceLog.NOWHERE, () -> {});
    }

    @BeforeEach
    void run() {
        EdgeMeters.bind(
                registry,
                new AgentSessionEndpoint(
                        leader,
                        new PoolReportCodec(Pools.CATALOG.resolver()),
                        Clock.systemUTC(),
                        () -> "s",
                        () -> 1,
                        () -> true,
                        batch -> {},
                        Guard.NONE,
                        LinkPace.DEFAULT));
        PortMeters.bind(registry, GuardsTest.guards(Map.of()).all());
        TelemetryMeters.bind(
                registry,
                new KafkaTelemetry(NO_KAFKA, new TelemetryTopics(1)),
                new SignalReader(NO_KAFKA, new FigureBoard(), Clock.systemUTC()),
                relay);
        Thread.ofPlatform().daemon().name("leader").start(leader::run);
        new ScriptedRegion(leader).connect();
    }

    @AfterEach
    void stop() {
        leader.stop();
        relay.close();
    }

    @Test
    void theDocumentNamesEveryMeterWithItsTypeAndLabels() throws IOException {
        runOneAndLetOneWait();

        assertThat(inDocument()).isEqualTo(inRegistry());
    }

    @Test
    void countsWhatHappened() {
        runOneAndLetOneWait();

        assertThat(count("isobar.placement.placed")).isEqualTo(1);
        assertThat(count("isobar.attempts.begun", "region", "local")).isEqualTo(1);
        assertThat(count("isobar.attempts.ended", "region", "local", "reason", "CANCELLED_BY_USER"))
                .isEqualTo(1);
        assertThat(count("isobar.workloads.ended", "state", "cancelled")).isEqualTo(1);
        assertThat(count("isobar.leader.events", "kind", "accepted")).isEqualTo(2);
        assertThat(registry.get("isobar.workload.wait").timer().count()).isEqualTo(1);
        assertThat(registry.get("isobar.workload.start").timer().count()).isEqualTo(1);
        assertThat(state("queued")).isEqualTo(1);
        assertThat(state("running")).isZero();
        assertThat(registry.get("isobar.telemetry.lag").gauge().value())
                .as("lag while Kafka is away")
                .isNaN();
    }

    @Test
    void countsCommitsThatFailAndNothingThatIsNotDurable() {
        leader.ask(Coordinator::waiting);
        double before = count("isobar.placement.placed");
        ledger.away(true);
        accept(Specs.command(1));
        Awaitility.await().until(() -> count("isobar.ledger.commit.failures") >= 2);
        assertThat(count("isobar.placement.placed")).isEqualTo(before);

        ledger.away(false);

        Awaitility.await().until(() -> count("isobar.placement.placed") == before + 1);
    }

    private void runOneAndLetOneWait() {
        accept(Specs.gang(1, 8, 1.0));
        var id = accept(Specs.command(1));
        Awaitility.await().until(() -> state("running") == 1);
        leader.post(new Event.Cancel(id));
        Awaitility.await().until(() -> registry.find("isobar.workloads.ended").counter() != null);
    }

    private WorkloadId accept(WorkloadSpec spec) {
        var id = WorkloadId.random(random);
        leader.post(
                new Event.Accepted(Workload.accepted(id, spec, Clock.systemUTC().instant())));
        return id;
    }

    private double count(String name, String... labels) {
        return registry.get(name).tags(labels).counter().count();
    }

    private double state(String state) {
        var gauge = registry.find("isobar.workloads").tag("state", state).gauge();
        return gauge == null ? 0 : gauge.value();
    }

    /** By name: type and labels. The greatest of late, of each histogram, is described once for all. */
    private Map<String, String> inRegistry() {
        var types = new TreeMap<String, String>();
        var labels = new TreeMap<String, TreeSet<String>>();
        registry.scrape().lines().forEach(line -> {
            var type = TYPE.matcher(line);
            var sample = SAMPLE.matcher(line);
            if (type.matches()) {
                types.put(type.group(1), type.group(2));
            } else if (sample.matches()) {
                var of = labels.computeIfAbsent(sample.group(1), name -> new TreeSet<>());
                LABEL.matcher(sample.group(2) == null ? "" : sample.group(2))
                        .results()
                        .map(label -> label.group(1))
                        .filter(label -> !label.equals("le"))
                        .forEach(of::add);
            }
        });
        var families = new TreeMap<String, String>();
        types.forEach((name, type) -> {
            if (!name.endsWith("_seconds_max") && !name.endsWith("_events_max")) {
                families.put(name, type + " " + String.join(", ", labels.getOrDefault(name, new TreeSet<>())));
            }
        });
        return families;
    }

    private static Map<String, String> inDocument() throws IOException {
        var families = new TreeMap<String, String>();
        for (var line : Files.readAllLines(DOCUMENT)) {
            if (line.startsWith("| `isobar_") && !line.startsWith("| `isobar_agent_")) {
                var cells = line.split("\\|", -1);
                families.put(
                        cells[1].strip().replace("`", ""),
                        cells[2].strip() + " " + cells[3].strip().replace("`", ""));
            }
        }
        return families;
    }
}
