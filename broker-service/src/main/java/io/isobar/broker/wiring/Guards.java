package io.isobar.broker.wiring;

import io.isobar.broker.api.contract.ApiGuards;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.port.GuardPolicy;
import io.isobar.broker.port.GuardPolicy.Breaker;
import io.isobar.broker.port.GuardPolicy.Bulkhead;
import io.isobar.broker.port.GuardPolicy.RateLimit;
import io.isobar.broker.port.GuardPolicy.Retry;
import io.isobar.broker.port.smallrye.SmallRyeGuard;
import io.isobar.broker.resource.DurationText;
import io.smallrye.faulttolerance.standalone.StandaloneFaultTolerance;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** The guards of all ports, as they are configured. */
@Singleton
class Guards {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final SmallRyeGuard databaseReads;
    private final SmallRyeGuard databaseWrites;
    private final SmallRyeGuard apiCalls;
    private final SmallRyeGuard apiStreams;
    private final SmallRyeGuard sessions;
    private final SmallRyeGuard fences;

    Guards(BrokerConfiguration configuration) {
        var ports = configuration.ports();
        databaseReads = guard("database-reads", () -> databaseReads(ports.databaseReads()));
        databaseWrites = guard("database-writes", () -> database("database-writes", ports.databaseWrites()));
        apiCalls = guard(
                "api-calls",
                () -> GuardPolicy.of("api-calls", "the API")
                        .with(new Bulkhead(ports.apiCalls().concurrent(), 0))
                        .with(new RateLimit(ports.apiCalls().rate(), SECOND)));
        apiStreams = guard(
                "api-streams",
                () -> GuardPolicy.of("api-streams", "streams of the API")
                        .with(new Bulkhead(ports.apiStreams().concurrent(), 0)));
        sessions = guard(
                "sessions",
                () -> GuardPolicy.of("sessions", "sessions of agents")
                        .with(new RateLimit(ports.sessions().rate(), SECOND)));
        fences = guard(
                "fences",
                () -> GuardPolicy.of("fences", "fences in Kafka")
                        .with(new Bulkhead(ports.fences().concurrent(), 0)));
    }

    static GuardPolicy databaseReads(PortsConfiguration.DatabaseReads reads) {
        return database("database-reads", reads).with(new Bulkhead(reads.concurrent(), reads.waiting()));
    }

    static GuardPolicy database(String port, PortsConfiguration.Database database) {
        return GuardPolicy.of(port, "the database", Reason.DATABASE_UNAVAILABLE)
                .with(DurationText.parse(database.timeout()))
                .with(new Retry(
                        database.retries(),
                        DurationText.parse(database.retryDelay()),
                        DurationText.parse(database.retryJitter())))
                .with(new Breaker(
                        database.breakerCalls(),
                        database.breakerFailed(),
                        DurationText.parse(database.breakerPause())));
    }

    private static SmallRyeGuard guard(String port, Supplier<GuardPolicy> policy) {
        try {
            return new SmallRyeGuard(policy.get());
        } catch (RuntimeException wrong) {
            throw new IllegalArgumentException("isobar.broker.ports." + port + ": " + wrong.getMessage(), wrong);
        }
    }

    @PreDestroy
    void stop() throws InterruptedException {
        StandaloneFaultTolerance.shutdown();
    }

    SmallRyeGuard databaseReads() {
        return databaseReads;
    }

    SmallRyeGuard databaseWrites() {
        return databaseWrites;
    }

    @Produces
    @Singleton
    ApiGuards api() {
        return new ApiGuards(apiCalls, apiStreams);
    }

    SmallRyeGuard sessions() {
        return sessions;
    }

    SmallRyeGuard fences() {
        return fences;
    }

    List<SmallRyeGuard> all() {
        return List.of(databaseReads, databaseWrites, apiCalls, apiStreams, sessions, fences);
    }
}
