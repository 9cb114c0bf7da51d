package io.isobar.integration.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * The rules of the house that a compiler does not check. Packages are named by their ends, so that the planted
 * violations fall under the same rules.
 */
final class Rules {
    /** Decide from (state, event, now) alone. Their sub-packages are adapters, and are not in this list. */
    static final String[] CORE = {
        "..broker.resource",
        "..broker.catalog",
        "..broker.capacity",
        "..broker.workload",
        "..broker.placement",
        "..broker.lifecycle",
        "..broker.failure",
        "..broker.ledger",
        "..broker.leader",
        "..broker.market",
        "..broker.operations",
        "..broker.port",
        "..broker.rounds",
        "..broker.session",
        "..broker.spot",
        "..broker.telemetry",
        "..broker.trace",
        "..agent.inventory",
        "..agent.admission",
        "..agent.packing",
        "..agent.execution",
        "..agent.failure",
        "..agent.driver",
        "..agent.trace"
    };

    private static final String[] TECHNOLOGY = {
        "io.quarkus..",
        "jakarta..",
        "io.smallrye..",
        "io.vertx..",
        "io.micrometer..",
        "io.grpc..",
        "com.google.protobuf..",
        "io.isobar.proto..",
        "java.sql..",
        "javax.sql..",
        "org.postgresql..",
        "io.opentelemetry..",
        "org.apache.kafka.."
    };

    private static final String[] ADAPTERS = {
        "..broker.ledger.postgres",
        "..broker.metrics",
        "..broker.port.smallrye",
        "..broker.session.grpc",
        "..broker.telemetry.kafka",
        "..broker.trace.otlp",
        "..agent.driver.process",
        "..agent.driver.simulated",
        "..agent.driver.slurm",
        "..agent.driver.kubernetes",
        "..agent.telemetry.kafka",
        "..agent.trace.otlp"
    };

    private static final String[] WIRING = {"..broker.wiring..", "..agent.wiring.."};

    private Rules() {}

    static final ArchRule CORE_KNOWS_NO_TECHNOLOGY = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(TECHNOLOGY)
            .because("the core runs as it is in production, in the simulator and in the fault simulation");

    /** A guard is one place for a port, made by wiring; an adapter takes it and does not know by what it is made. */
    static final ArchRule FAULT_TOLERANCE_STANDS_AT_THE_PORTS = noClasses()
            .that(not(resideInAnyPackage("..port.smallrye", "..broker.wiring..", "..agent.wiring..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.smallrye.faulttolerance..", "org.eclipse.microprofile.faulttolerance..")
            .because("retries, timeouts and breakers are a port's, and never part of what decides");

    static final ArchRule ONLY_WIRING_KNOWS_ADAPTERS = adaptersAreKnownToWiringOnly();

    static final ArchRule NOBODY_KNOWS_THE_EDGE = noClasses()
            .that(not(resideInAnyPackage("..broker.api..", "..broker.wiring..")))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..broker.api..")
            .because("an edge is called, it is not used");

    static final ArchRule BROKER_AND_AGENT_ARE_STRANGERS = noClasses()
            .that()
            .resideInAPackage("..broker..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..agent..")
            .because("they meet in the contract, and are released apart");

    static final ArchRule AGENT_AND_BROKER_ARE_STRANGERS = noClasses()
            .that()
            .resideInAPackage("..agent..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..broker..")
            .because("they meet in the contract, and are released apart");

    static final ArchRule TIME_AND_CHANCE_COME_FROM_WIRING = noClasses()
            .that(resideInAnyPackage("..broker..", "..agent..").and(not(resideInAnyPackage(WIRING))))
            .should()
            .accessTargetWhere(readsClockOrDice())
            .because("a run of the core must be repeatable from its seed");

    /** As an ending only: RegionFacts.Manager is the resource manager of a region, which is the word of the domain. */
    static final ArchRule NO_EMPTY_NAMES = noClasses()
            .should()
            .haveNameMatching(".*[A-Za-z0-9](Manager|Helper|Util|Utils|Impl)")
            .orShould()
            .haveNameMatching(".*[.$]Default[A-Z]\\w*")
            .because("a name says what a thing is");

    static final ArchRule EVERY_PACKAGE_IS_NULL_MARKED = classes()
            .should(new LivesInANullMarkedPackage())
            .because("NullAway checks nothing in a package that is not marked");

    /** Each package on its own: a package and its sub-packages are as apart as any two. */
    static ArchRule noCyclesIn(String module) {
        return slices().matching(module + ".(**)").should().beFreeOfCycles();
    }

    /** One rule per adapter, as parts of an adapter may use each other. */
    private static ArchRule adaptersAreKnownToWiringOnly() {
        return classes()
                .that()
                .resideInAnyPackage(ADAPTERS)
                .should(new IsKnownTo(WIRING))
                .because("what is behind a port can be exchanged");
    }

    private static DescribedPredicate<JavaAccess<?>> readsClockOrDice() {
        var methods = Map.of(
                Instant.class, Set.of("now"),
                java.time.LocalDate.class, Set.of("now"),
                java.time.LocalDateTime.class, Set.of("now"),
                java.time.ZonedDateTime.class, Set.of("now"),
                java.time.OffsetDateTime.class, Set.of("now"),
                Clock.class, Set.of("systemUTC", "systemDefaultZone", "system"),
                java.time.InstantSource.class, Set.of("system"),
                System.class, Set.of("nanoTime", "currentTimeMillis"),
                Math.class, Set.of("random"),
                UUID.class, Set.of("randomUUID"));
        var sources = List.of(Random.class, ThreadLocalRandom.class, java.util.SplittableRandom.class);
        return new DescribedPredicate<>("reads a clock or throws dice") {
            @Override
            public boolean test(JavaAccess<?> access) {
                var owner = access.getTargetOwner();
                var name = access.getTarget().getName();
                if (methods.entrySet().stream()
                        .anyMatch(entry -> owner.isEquivalentTo(entry.getKey())
                                && entry.getValue().contains(name))) {
                    return true;
                }
                boolean makes = access.getTarget() instanceof AccessTarget.ConstructorCallTarget
                        && (owner.isAssignableTo(Random.class)
                                || sources.stream().anyMatch(owner::isEquivalentTo));
                boolean obtains = owner.isEquivalentTo(ThreadLocalRandom.class)
                        || (owner.isEquivalentTo(RandomGenerator.class)
                                && Set.of("of", "getDefault").contains(name));
                return makes || obtains;
            }
        };
    }

    static DescribedPredicate<JavaClass> in(String packages) {
        return resideInAPackage(packages);
    }
}
