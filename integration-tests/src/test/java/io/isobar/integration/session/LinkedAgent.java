package io.isobar.integration.session;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.isobar.agent.admission.AdmissionBook;
import io.isobar.agent.driver.simulated.Scenario;
import io.isobar.agent.driver.simulated.SimulatedDriver;
import io.isobar.agent.driver.simulated.Timers;
import io.isobar.agent.endpoint.HostPort;
import io.isobar.agent.execution.DecisionLog;
import io.isobar.agent.execution.Inbox;
import io.isobar.agent.execution.RegionCounters;
import io.isobar.agent.execution.RegionExecution;
import io.isobar.agent.execution.RegionLoop;
import io.isobar.agent.execution.journal.FileJournal;
import io.isobar.agent.inventory.ComputeClass;
import io.isobar.agent.inventory.ManagerKind;
import io.isobar.agent.inventory.Place;
import io.isobar.agent.inventory.ProviderName;
import io.isobar.agent.inventory.RegionName;
import io.isobar.agent.inventory.RegionProfile;
import io.isobar.agent.inventory.YamlInventory;
import io.isobar.agent.lease.BootClock;
import io.isobar.agent.lease.Lease;
import io.isobar.agent.session.BrokerLink;
import io.isobar.agent.session.RegionPort;
import io.isobar.agent.session.wire.RegionWriter;
import io.isobar.proto.telemetry.v1.TelemetryBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A simulated region with its loop, its journal and its link, whose clock can be set. */
final class LinkedAgent implements AutoCloseable {
    private static final String INVENTORY = """
            pools:
              - name: general
                host-architecture: x86_64
                nodes: [ { count: 4, cpus: 64, memory: 512GiB } ]
                offers: [ { mode: on-demand, price: "1 CNY", per: core-hour } ]
            """;

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Inbox inbox = new Inbox();
    private final FileJournal journal;
    private final SimulatedDriver driver;
    private final BrokerLink link;
    private volatile Duration ahead;

    LinkedAgent(String name, int brokerPort, Path folder, Duration ahead, Duration validity) throws IOException {
        this.ahead = ahead;
        InstantSource clock = () -> Clock.systemUTC().instant().plus(this.ahead);
        Timers timers = (delay, task) -> {
            var scheduled = timer.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        };
        driver = new SimulatedDriver(
                YamlInventory.read("test", INVENTORY), Scenario.NONE, 3_600, clock.instant(), clock, timers);
        journal = new FileJournal(folder.resolve(name), 1 << 20);
        var profile = new RegionProfile(
                new RegionName(name),
                new ProviderName("somebody"),
                Place.UNKNOWN,
                ManagerKind.SIMULATED,
                ComputeClass.UNKNOWN);
        var capacity = new AdmissionBook(clock.instant().toEpochMilli() * 1_000);
        capacity.look(driver.discover());
        var lease = Lease.withoutEnd(BootClock.ofLinux().orElseThrow());
        link = new BrokerLink(
                new RegionPort(RegionWriter.write(profile, "test", false), "incarnation", inbox, driver::output, lease),
                List.of(new HostPort("127.0.0.1", brokerPort)),
                this::dial,
                executor,
                clock,
                new Random(3),
                validity);
        var loop = new RegionLoop(
                new RegionExecution(capacity, driver::vet, new RegionCounters(), lease),
                journal,
                driver,
                inbox,
                link::tell,
                new DecisionLog(profile.name()),
                clock,
                validity.dividedBy(3),
                lease,
                kept -> {});
        loop.recover();
        Thread.ofPlatform().daemon().name("loop-" + name).start(loop);
        executor.execute(link);
    }

    private ManagedChannel dial(HostPort address) {
        return NettyChannelBuilder.forAddress(address.host(), address.port())
                .usePlaintext()
                .executor(executor)
                .build();
    }

    /** Sets its clock. */
    void setAhead(Duration other) {
        ahead = other;
    }

    /** Tells telemetry over its stream. */
    void tell(TelemetryBatch batch) {
        link.tell(batch);
    }

    /** How its link is, in its own words. */
    String linkIs() {
        return link.status().toString();
    }

    /** How often a broker took its full report. */
    long registrations() {
        return link.registrations();
    }

    @Override
    public void close() throws IOException {
        link.close();
        inbox.close();
        driver.close();
        timer.shutdownNow();
        executor.shutdownNow();
        journal.close();
    }
}
