package io.isobar.broker.wiring;

import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.AcceleratorRequestParser;
import io.isobar.broker.fencing.kafka.KafkaFences;
import io.isobar.broker.leader.Coordinator;
import io.isobar.broker.leader.Leader;
import io.isobar.broker.leader.LeaderObserver;
import io.isobar.broker.leader.Rehearsal;
import io.isobar.broker.learning.Corrections;
import io.isobar.broker.ledger.GuardedLedger;
import io.isobar.broker.ledger.Ledger;
import io.isobar.broker.ledger.postgres.Documents;
import io.isobar.broker.ledger.postgres.Migrations;
import io.isobar.broker.ledger.postgres.PostgresLeadership;
import io.isobar.broker.ledger.postgres.PostgresLedger;
import io.isobar.broker.metrics.LeaderMeters;
import io.isobar.broker.network.Network;
import io.isobar.broker.operations.ChangeFeed;
import io.isobar.broker.operations.RegionOperations;
import io.isobar.broker.operations.WorkloadOperations;
import io.isobar.broker.placement.Decision;
import io.isobar.broker.placement.Exploration;
import io.isobar.broker.placement.Hazards;
import io.isobar.broker.placement.PlacementEngine;
import io.isobar.broker.placement.PlacementService;
import io.isobar.broker.placement.Policy;
import io.isobar.broker.replay.InputsCodec;
import io.isobar.broker.replay.Replays;
import io.isobar.broker.telemetry.FigureBoard;
import io.isobar.broker.trace.Spans;
import io.isobar.broker.trace.WorkloadSpans;
import io.isobar.broker.trace.otlp.OtlpSpans;
import io.isobar.broker.wire.DecisionCodec;
import io.isobar.broker.wire.Incidents;
import io.isobar.broker.wire.RegionCodec;
import io.isobar.broker.wire.SpecCodec;
import io.isobar.broker.wire.StatusCodec;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Quarkus;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;

/** The parts of the broker that hold no connection of their own. */
@Dependent
class Core {
    /** PostgreSQL keeps microseconds; so nothing here knows more than will be read back. */
    @Produces
    @Singleton
    InstantSource clock() {
        return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
    }

    @Produces
    @Singleton
    RandomGenerator random() {
        return new SecureRandom();
    }

    @Produces
    @Singleton
    AcceleratorCatalog catalog(BrokerConfiguration configuration) {
        return CatalogConfiguration.read(configuration.catalog());
    }

    @Produces
    @Singleton
    SpecCodec specs(AcceleratorCatalog catalog) {
        return new SpecCodec(catalog);
    }

    @Produces
    @Singleton
    Network network(BrokerConfiguration configuration) {
        return NetworkConfiguration.read(configuration.network());
    }

    @Produces
    @Singleton
    PlacementEngine engine(AcceleratorCatalog catalog, Network network, BrokerConfiguration configuration) {
        var money = MoneyConfiguration.read(configuration.money());
        var hazard = configuration.hazard();
        var allowed = configuration.placement().allowUnknown().orElse(Set.of());
        return new PlacementEngine(new Policy(
                catalog,
                money.rates(),
                money.currency(),
                network,
                new Hazards(hazard.cardHoursPerFailure(), hazard.spotHoursPerReclaim()),
                TenantConfiguration.read(configuration.tenants(), configuration.placement()),
                money.version() + (allowed.isEmpty() ? "" : ", allows " + new TreeSet<>(allowed)),
                allowed,
                CarbonConfiguration.read(configuration.carbon(), configuration.tenants()),
                Corrections.NONE,
                new Exploration(
                        configuration.learning().exploration(),
                        configuration.learning().trialCost())));
    }

    @Produces
    @Singleton
    Migrations migrations(Flyway flyway) {
        return new Migrations(flyway);
    }

    @Produces
    @Singleton
    PostgresLeadership leadership(DataSource database) {
        return new PostgresLeadership(database);
    }

    @Produces
    @Singleton
    InputsCodec inputs(
            AcceleratorCatalog catalog, @ConfigProperty(name = "quarkus.application.version") String version) {
        return new InputsCodec(catalog, version);
    }

    @Produces
    @Singleton
    Replays replays(InputsCodec inputs, PlacementEngine engine) {
        return new Replays(inputs, engine);
    }

    @Produces
    @Singleton
    Ledger ledger(
            DataSource database, SpecCodec specs, InputsCodec inputs, PostgresLeadership leadership, Guards guards) {
        var ledger = new PostgresLedger(
                database,
                new Documents(
                        SpecCodec::toBytes,
                        specs::fromBytes,
                        specs::fromJson,
                        RegionCodec::toJson,
                        RegionCodec::fromJson,
                        Core::decision,
                        inputs::toBytes),
                leadership);
        return new GuardedLedger(ledger, guards.databaseReads(), guards.databaseWrites());
    }

    private static String decision(String id, String workload, Decision decision) {
        return DecisionCodec.toJson(DecisionCodec.toProto(id, workload, decision));
    }

    @Produces
    @Singleton
    ChangeFeed feed() {
        return new ChangeFeed();
    }

    @Produces
    @Singleton
    FigureBoard figures() {
        return new FigureBoard();
    }

    @Produces
    @Singleton
    Spans spans(
            BrokerConfiguration configuration, @ConfigProperty(name = "quarkus.application.version") String version) {
        return configuration
                .traces()
                .endpoint()
                .<Spans>map(endpoint -> new OtlpSpans(endpoint, "isobar-broker", version))
                .orElse(Spans.NONE);
    }

    void close(@Disposes Spans spans) {
        if (spans instanceof OtlpSpans otlp) {
            otlp.close();
        }
    }

    @Produces
    @Singleton
    KafkaFences fences(BrokerConfiguration configuration, InstantSource clock, Guards guards) {
        return new KafkaFences(configuration.kafka().bootstrapServers(), clock, guards.fences());
    }

    void close(@Disposes KafkaFences fences) {
        fences.close();
    }

    @Produces
    @Singleton
    Leader leader(
            PlacementEngine engine,
            Ledger ledger,
            InstantSource clock,
            ChangeFeed feed,
            MeterRegistry registry,
            Spans spans,
            BrokerConfiguration configuration,
            KafkaFences fences,
            FigureBoard figures) {
        var meters = new LeaderMeters(registry, clock);
        var workloadSpans = new WorkloadSpans(spans);
        return new Leader(
                new Coordinator(
                        new PlacementService(engine),
                        meters,
                        SilenceConfiguration.read(configuration.silence()),
                        any -> Instant.EPOCH.plusNanos(System.nanoTime())),
                ledger,
                clock,
                changes -> {
                    feed.publish(changes);
                    workloadSpans.changed(changes);
                },
                meters,
                fences,
                figures.links(),
                () -> Quarkus.asyncExit(70));
    }

    @Produces
    @Singleton
    Rehearsal rehearsal(PlacementEngine engine, Ledger ledger, InstantSource clock, BrokerConfiguration configuration) {
        var rule = SilenceConfiguration.read(configuration.silence());
        return new Rehearsal(
                ledger, clock, () -> new Coordinator(new PlacementService(engine), LeaderObserver.BLIND, rule));
    }

    @Produces
    @Singleton
    WorkloadOperations workloads(
            Ledger ledger,
            Leader leader,
            PlacementEngine engine,
            ChangeFeed feed,
            InstantSource clock,
            RandomGenerator random,
            BrokerConfiguration configuration,
            Spans spans) {
        return new WorkloadOperations(
                ledger, leader, engine, feed, clock, random, configuration.mostLiveWorkloads(), spans);
    }

    @Produces
    @Singleton
    RegionOperations regions(
            Ledger ledger, Leader leader, FigureBoard figures, Network network, Probes probes, InstantSource clock) {
        return new RegionOperations(ledger, leader, figures, network, probes.all(), clock);
    }

    @Produces
    @Singleton
    AcceleratorRequestParser accelerators(AcceleratorCatalog catalog) {
        return new AcceleratorRequestParser(catalog);
    }

    @Produces
    @Singleton
    StatusCodec statuses(RandomGenerator random) {
        return new StatusCodec(new Incidents(() -> hex(random)));
    }

    static String hex(RandomGenerator random) {
        return HexFormat.of().toHexDigits(random.nextLong());
    }
}
