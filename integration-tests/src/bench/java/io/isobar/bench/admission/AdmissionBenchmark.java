package io.isobar.bench.admission;

import com.sun.management.OperatingSystemMXBean;
import io.isobar.bench.admission.Crowd.Kind;
import io.isobar.broker.catalog.AcceleratorCatalog;
import io.isobar.broker.catalog.SoftwareStack;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.fencing.FenceLog;
import io.isobar.broker.leader.Coordinator;
import io.isobar.broker.leader.Leader;
import io.isobar.broker.leader.LeaderObserver;
import io.isobar.broker.ledger.Contender;
import io.isobar.broker.ledger.Request;
import io.isobar.broker.ledger.postgres.PostgresLeadership;
import io.isobar.broker.ledger.postgres.PostgresLedger;
import io.isobar.broker.network.Network;
import io.isobar.broker.operations.ChangeFeed;
import io.isobar.broker.operations.WorkloadOperations;
import io.isobar.broker.placement.Hazards;
import io.isobar.broker.placement.PlacementEngine;
import io.isobar.broker.placement.PlacementService;
import io.isobar.broker.placement.Policy;
import io.isobar.broker.resource.Cpu;
import io.isobar.broker.resource.CpuRange;
import io.isobar.broker.resource.ExchangeRates;
import io.isobar.broker.workload.Billing;
import io.isobar.broker.workload.ComputeClass;
import io.isobar.broker.workload.DisconnectPolicy;
import io.isobar.broker.workload.GangRule;
import io.isobar.broker.workload.Objective;
import io.isobar.broker.workload.PlacementRules;
import io.isobar.broker.workload.Resources;
import io.isobar.broker.workload.RetryRule;
import io.isobar.broker.workload.Variant;
import io.isobar.broker.workload.WorkloadSpec;
import io.isobar.integration.ledger.LedgerDocuments;
import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * E4: tenants with quotas that borrow of each other submit work of three priorities in real time; how fast all of it is admitted and
 * over. The leader, the ledger on PostgreSQL and the operations behind Submit are the broker's; regions are simulated in this process.
 */
final class AdmissionBenchmark {
    private static final int REGIONS = 4;
    private static final Currency CNY = Currency.getInstance("CNY");
    private static final OperatingSystemMXBean MACHINE =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();
    private static final int BARE_ROWS = 5_000;

    /** One twice: a broker that runs for long has compiled its code. */
    private static final List<String> ALL = List.of(Crowd.LARGE.name(), Crowd.LARGE.name(), Crowd.BASELINE.name());

    private AdmissionBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        var folder = Files.createTempDirectory("isobar-admission");
        logTo(folder.resolve("broker.log"));
        int run = 0;
        for (var name : arguments.length == 0 ? ALL : List.of(arguments)) {
            run++;
            try (var store = new Store(folder.resolve("postgres-" + run))) {
                System.out.println(run == 1 ? "in a process that has just begun:" : "in the same process:");
                run(Crowd.of(name), store);
                bare(store);
            }
        }
    }

    /** The broker writes a line for every change; here into a file, and not on the terminal. */
    private static void logTo(Path file) throws IOException {
        var handler = new FileHandler(file.toString());
        handler.setFormatter(new Formatter() {
            @Override
            public String format(LogRecord said) {
                return said.getInstant() + " " + said.getLevel() + " [" + said.getLoggerName() + "] "
                        + said.getMessage() + "\n";
            }
        });
        var root = Logger.getLogger("");
        for (var other : root.getHandlers()) {
            root.removeHandler(other);
        }
        root.addHandler(handler);
    }

    private static void run(Crowd crowd, Store store) throws InterruptedException, SQLException {
        InstantSource clock = Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
        var engine = new PlacementEngine(new Policy(
                AcceleratorCatalog.load(),
                ExchangeRates.none(CNY),
                CNY,
                Network.UNKNOWN,
                Hazards.DEFAULT,
                crowd.entitlements(),
                "bench",
                Set.of()));
        var leadership = new PostgresLeadership(store.database);
        leadership.take(new Contender("bench", "", ""), Duration.ofDays(1));
        var ledger = new PostgresLedger(store.database, LedgerDocuments.CODECS, leadership);
        var watch = new Watch(crowd);
        var feed = new ChangeFeed();
        var leader = new Leader(
                new Coordinator(new PlacementService(engine)),
                ledger,
                clock,
                changes -> {
                    feed.publish(changes);
                    watch.changed(changes);
                },
                LeaderObserver.BLIND,
                FenceLog.NOWHERE,
                () -> fail("leading", new IllegalStateException("see the log")));
        var operations = new WorkloadOperations(ledger, leader, engine, feed, clock, new Random(1), 200_000);
        var leading = Thread.ofPlatform().name("leader").start(leader::run);
        // Half as much again as all may hold together: as there, quotas are what limits.
        int nodes = (int) (crowd.mostOfGroup() * crowd.groups() * 3 / 2 / 100 / REGIONS) + 1;
        double loadBefore = MACHINE.getSystemLoadAverage();
        long cpuBefore = MACHINE.getProcessCpuTime();
        long compilingBefore = COMPILER.getTotalCompilationTime();
        var regions = new ArrayList<SimulatedRegion>();
        for (int i = 0; i < REGIONS; i++) {
            regions.add(new SimulatedRegion(
                    "region-" + i,
                    nodes,
                    leader,
                    clock,
                    workload -> crowd.kindOf(workload).runs(),
                    watch));
        }
        regions.forEach(SimulatedRegion::connect);
        leader.ask(coordinator -> coordinator.view().pools().size());
        long start = System.nanoTime();
        submitAll(crowd, operations, watch, start);
        watch.awaitTheLast();
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpu = (MACHINE.getProcessCpuTime() - cpuBefore) / 1e9;
        double compiling = (COMPILER.getTotalCompilationTime() - compilingBefore) / 1e3;
        double storeCpu = store.processorSeconds();
        leader.stop();
        leading.join();
        regions.forEach(SimulatedRegion::close);
        watch.check();
        check(crowd, store);
        print(crowd, watch, seconds, (watch.lastSubmit() - start) / 1e9);
        System.out.printf(
                Locale.ROOT,
                "  load of the machine %.1f before, %.1f after; this process used %.1f s of processor (%.1f s compiled),"
                        + " PostgreSQL %.1f s%n",
                loadBefore,
                MACHINE.getSystemLoadAverage(),
                cpu,
                compiling,
                storeCpu);
    }

    /** As many callers as there are kinds of work of all tenants, each in real time, and late where Submit takes longer. */
    private static void submitAll(Crowd crowd, WorkloadOperations operations, Watch watch, long start) {
        var callers = Executors.newVirtualThreadPerTaskExecutor();
        for (int group = 0; group < crowd.groups(); group++) {
            for (int member = 0; member < crowd.tenantsPerGroup(); member++) {
                var tenant = Crowd.tenant(group, member);
                crowd.kinds().forEach(kind -> callers.execute(() -> submit(tenant, kind, operations, watch, start)));
            }
        }
        callers.shutdown();
    }

    private static void submit(String tenant, Kind kind, WorkloadOperations operations, Watch watch, long start) {
        try {
            for (int i = 0; i < kind.count(); i++) {
                TimeUnit.NANOSECONDS.sleep(start + i * kind.every().toNanos() - System.nanoTime());
                var spec = spec(tenant, kind, i);
                watch.submitting(spec.name());
                while (!accepted(spec, operations)) {
                    watch.again();
                }
                watch.accepted();
            }
        } catch (InterruptedException | RuntimeException failed) {
            fail("submitting for " + tenant, failed);
        }
    }

    /** False: the database had no time for it, and its user asks again with the same request. */
    private static boolean accepted(WorkloadSpec spec, WorkloadOperations operations) {
        try {
            operations.submit(new Request(spec.name(), spec.name()), spec);
            return true;
        } catch (Failure away) {
            if (away.reason() == Reason.DATABASE_UNAVAILABLE) {
                return false;
            }
            throw away;
        }
    }

    /** Without all of its work there is nothing to measure. */
    static void fail(String what, Throwable why) {
        System.err.println(what + " failed: " + why);
        Runtime.getRuntime().halt(1);
    }

    private static WorkloadSpec spec(String tenant, Kind kind, int number) {
        return new WorkloadSpec(
                kind.name() + "-" + tenant + "-" + number,
                tenant,
                Map.of("kind", kind.name()),
                ComputeClass.GENERAL,
                kind.priority(),
                1,
                new GangRule(1, null, false),
                new Resources(List.of(), false, CpuRange.atLeast(Cpu.ofCores(kind.cores())), null),
                List.of(new Variant(SoftwareStack.CPU, null, List.of("sleep"), Map.of(), List.of(), null, null)),
                List.of(),
                null,
                List.of(),
                null,
                PlacementRules.NONE,
                Objective.CHEAPEST,
                Billing.ON_DEMAND,
                RetryRule.USUAL,
                DisconnectPolicy.STOP_AND_REPLACE,
                null,
                null);
    }

    /** What is durable says the same. */
    private static void check(Crowd crowd, Store store) throws SQLException {
        long succeeded = store.count("select count(*) from workload_states where state = 'SUCCEEDED'");
        long all = store.count("select count(*) from workloads");
        long once = store.count("select count(*) from (select workload_id from attempts where outcome = 'SUCCEEDED'"
                + " group by workload_id having count(*) = 1) as done");
        if (succeeded != crowd.workloads() || all != succeeded || once != succeeded) {
            throw new IllegalStateException(all + " workloads are durable, " + succeeded + " succeeded, " + once
                    + " by one attempt; of " + crowd.workloads());
        }
    }

    private static void print(Crowd crowd, Watch watch, double seconds, double arrivals) {
        double published = crowd.publishedMillis() / 1e3;
        System.out.printf(
                Locale.ROOT,
                "%s: %,d workloads of %,d tenants in %.1f s, %,.0f a second, %.1f x Kueue's published %.1f s;"
                        + " submitted by %.1f s, nobody is faster than %.1f s%n",
                crowd.name(),
                crowd.workloads(),
                crowd.tenants(),
                seconds,
                crowd.workloads() / seconds,
                published / seconds,
                published,
                arrivals,
                crowd.bound().toMillis() / 1e3);
        for (var kind : crowd.kinds()) {
            double mean = watch.meanAdmissionMillis(kind.name());
            System.out.printf(
                    Locale.ROOT,
                    "  %-7s admitted after %,.0f ms (mean); Kueue %,d ms, %.1f x%n",
                    kind.name(),
                    mean,
                    kind.publishedAdmissionMillis(),
                    kind.publishedAdmissionMillis() / mean);
        }
        System.out.printf(
                Locale.ROOT,
                "  %,d stopped for others; held at most %s; %,d submissions were repeated%n",
                watch.stopped(),
                watch.mostHeld(),
                watch.repeated());
    }

    private static void bare(Store store) throws SQLException {
        System.out.printf(
                Locale.ROOT,
                "  bare PostgreSQL: %,.0f durable rows a second one by one, %,.0f in transactions of 500%n",
                store.rowsPerSecond(BARE_ROWS, 1),
                store.rowsPerSecond(BARE_ROWS * 10, 500));
    }
}
