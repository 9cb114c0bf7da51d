package io.isobar.broker.api.rest;

import io.isobar.broker.api.contract.ApiGuards;
import io.isobar.broker.api.contract.AttemptCalls;
import io.isobar.broker.api.contract.CatalogCalls;
import io.isobar.broker.api.contract.RegionCalls;
import io.isobar.broker.api.contract.WorkloadCalls;
import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.AcceleratorRequestParser;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.failure.Violation;
import io.isobar.broker.fencing.FenceLog;
import io.isobar.broker.leader.Coordinator;
import io.isobar.broker.leader.Leader;
import io.isobar.broker.leader.LeaderObserver;
import io.isobar.broker.learning.RunKind;
import io.isobar.broker.learning.Tally;
import io.isobar.broker.ledger.Changes;
import io.isobar.broker.ledger.Contender;
import io.isobar.broker.ledger.Leadership;
import io.isobar.broker.manifest.ManifestPrinter;
import io.isobar.broker.manifest.WorkloadFiles;
import io.isobar.broker.manifest.conversion.Conversion;
import io.isobar.broker.manifest.conversion.JobFormat;
import io.isobar.broker.network.Link;
import io.isobar.broker.network.Network;
import io.isobar.broker.operations.ChangeFeed;
import io.isobar.broker.operations.RegionOperations;
import io.isobar.broker.operations.WorkloadOperations;
import io.isobar.broker.placement.Hazards;
import io.isobar.broker.placement.PlacementEngine;
import io.isobar.broker.placement.PlacementService;
import io.isobar.broker.placement.Policy;
import io.isobar.broker.placement.Quota;
import io.isobar.broker.placement.Tenants;
import io.isobar.broker.port.Guard;
import io.isobar.broker.port.GuardPolicy;
import io.isobar.broker.port.smallrye.SmallRyeGuard;
import io.isobar.broker.replay.InputsCodec;
import io.isobar.broker.replay.Replays;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.resource.Money;
import io.isobar.broker.telemetry.FigureBoard;
import io.isobar.broker.wire.Incidents;
import io.isobar.broker.wire.SpecCodec;
import io.isobar.broker.wire.StatusCodec;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** The broker without a database, a queue or a gRPC server. */
@Alternative
@Singleton
public class RestParts {
    private static final AcceleratorCatalog CATALOG = AcceleratorCatalog.load();
    private static final WorkloadFiles FILES = new WorkloadFiles(CATALOG);
    private static final SpecCodec SPECS = new SpecCodec(CATALOG);
    private static final InputsCodec INPUTS = new InputsCodec(CATALOG, "test");

    /** What was durable of the runs before the leader began: nine that took about twice what was expected, and two others. */
    static final Map<RunKind, Tally> LEARNED = Map.of(
            new RunKind("met-lab", "gemm", "nvidia-a100-sxm4-80gb", 2, 8), tally(9, 0.72),
            new RunKind("bio-lab", "gemm", "nvidia-a100-sxm4-80gb", 1, 8), tally(1, 0.1),
            new RunKind("met-lab", "conv", "", 1, 0), tally(1, -0.5));

    /** A table with one way to the only region. */
    static final Network NETWORK = new Network(
            Map.of(new Network.Ends("store", "local"), new Link(10, Money.parse("0.5 CNY"))),
            Map.of(new Network.Ends("store", "local"), Duration.ofMillis(20)));

    private final FigureBoard figures = new FigureBoard();
    private final MemoryLedger ledger = new MemoryLedger(INPUTS::toBytes);
    private final ChangeFeed feed = new ChangeFeed();
    private final PlacementEngine engine;
    private final Leader leader;
    private final ScriptedRegion region;
    private final WorkloadOperations operations;

    RestParts() {
        var currency = Currency.getInstance("CNY");
        var modest = new Tenants.Entitlement(1, Quota.NONE, 5);
        engine = new PlacementEngine(new Policy(
                CATALOG,
                new ExchangeRates(currency, Map.of()),
                currency,
                NETWORK,
                Hazards.DEFAULT,
                new Tenants(Map.of("modest", modest), Tenants.Entitlement.USUAL),
                "test",
                Set.of()));
        var learned = new Changes();
        learned.putLearned(LEARNED);
        ledger.commit(learned);
        leader = new Leader(
                new Coordinator(new PlacementService(engine)),
                ledger,
                Clock.systemUTC(),
                feed::publish,
                LeaderObserver.BLIND,
                FenceLog.NOWHERE,
                figures.links(),
                () -> {});
        Thread.ofPlatform().daemon().name("leader").start(leader::run);
        region = new ScriptedRegion(leader);
        region.connect();
        operations = new WorkloadOperations(ledger, leader, engine, feed, Clock.systemUTC(), new Random(7), 1_000);
    }

    private static Tally tally(int runs, double logarithm) {
        return new Tally(runs, runs * logarithm, runs, runs, runs * logarithm * logarithm);
    }

    ScriptedRegion region() {
        return region;
    }

    FigureBoard figures() {
        return figures;
    }

    MemoryLedger ledger() {
        return ledger;
    }

    @Produces
    @Singleton
    @Alternative
    WorkloadCalls workloads() {
        return new WorkloadCalls(
                operations, SPECS, RestParts::file, new ManifestPrinter(CATALOG), new Replays(INPUTS, engine));
    }

    /** Stands for the reader of workload files: "name: NAME" on the first line. Batch scripts are read as they are. */
    private static Conversion file(byte[] file, @Nullable Integer task) {
        var text = new String(file, StandardCharsets.UTF_8);
        if (text.startsWith("#!")) {
            return FILES.convert(file, task);
        }
        if (!text.startsWith("name: ")) {
            throw Failure.of(Reason.INVALID_MANIFEST, List.of(new Violation("metadata.name", "is required", 1)));
        }
        if (text.contains("fault")) {
            throw new IllegalStateException("password=secret");
        }
        var spec = SPECS.fromProto(
                io.isobar.proto.workload.v1.WorkloadSpec.newBuilder()
                        .setName(text.substring(6).strip())
                        .addVariants(io.isobar.proto.workload.v1.Variant.newBuilder()
                                .setStack("cpu")
                                .addCommand("true"))
                        .build(),
                "spec");
        return new Conversion(JobFormat.WORKLOAD, spec, List.of());
    }

    @Produces
    @Singleton
    @Alternative
    RegionCalls regions() {
        return new RegionCalls(
                new RegionOperations(ledger, leader, figures, NETWORK, List.of(), Clock.systemUTC()),
                new AcceleratorRequestParser(CATALOG));
    }

    @Produces
    @Singleton
    @Alternative
    AttemptCalls attempts() {
        return new AttemptCalls(operations);
    }

    @Produces
    @Singleton
    @Alternative
    CatalogCalls entries() {
        return new CatalogCalls(CATALOG);
    }

    @Produces
    @Singleton
    @Alternative
    StatusCodec statuses() {
        return new StatusCodec(new Incidents(() -> "i-1"));
    }

    @Produces
    @Singleton
    ApiGuards guards(@ConfigProperty(name = "test.calls-per-hour", defaultValue = "1000000") int callsPerHour) {
        var calls = GuardPolicy.of("api-calls", "the API")
                .with(new GuardPolicy.RateLimit(callsPerHour, Duration.ofHours(1)));
        return new ApiGuards(new SmallRyeGuard(calls), Guard.NONE);
    }

    @Produces
    @Singleton
    Leadership leadership() {
        return new Leadership() {
            @Override
            public Sight look() {
                return new Sight(1, Contender.NOBODY, false, true);
            }

            @Override
            public OptionalLong take(Contender contender, Duration lease, long deserted) {
                return OptionalLong.of(1);
            }

            @Override
            public boolean confirm() {
                return true;
            }

            @Override
            public boolean renew(Duration lease) {
                return true;
            }

            @Override
            public void release() {}

            @Override
            public Contender holder() {
                return Contender.NOBODY;
            }

            @Override
            public long epoch() {
                return 1;
            }
        };
    }
}
