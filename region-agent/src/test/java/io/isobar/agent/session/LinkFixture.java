package io.isobar.agent.session;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.isobar.agent.admission.AdmissionBook;
import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.driver.WorkOutput;
import io.isobar.agent.endpoint.HostPort;
import io.isobar.agent.execution.BrokerCommand;
import io.isobar.agent.execution.Inbox;
import io.isobar.agent.execution.RegionInput;
import io.isobar.agent.execution.RegionMessage;
import io.isobar.agent.inventory.PoolName;
import io.isobar.agent.inventory.YamlInventory;
import io.isobar.agent.lease.BootClock;
import io.isobar.agent.lease.Lease;
import io.isobar.proto.region.v1.RegionDescription;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A link with a region behind it that does nothing but answer requests for full reports. */
final class LinkFixture implements AutoCloseable {
    static final PoolName POOL = new PoolName("a100");

    final List<BrokerCommand> commands = new CopyOnWriteArrayList<>();
    final Map<AttemptId, WorkOutput> outputs = new ConcurrentHashMap<>();
    final Lease lease = new Lease(BootClock.ofLinux().orElseThrow());
    final BrokerLink link;
    /** Of its wall clock, which a test may set. */
    volatile Duration ahead = Duration.ZERO;

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Inbox inbox = new Inbox();
    private final AdmissionBook capacity = new AdmissionBook(100);
    private volatile boolean reporting = true;

    LinkFixture(HostPort... brokers) {
        capacity.look(YamlInventory.read("test", """
                pools:
                  - name: a100
                    accelerator: A100
                    nodes: [ { count: 4, units: 8, cpus: 64, memory: 512GiB } ]
                """));
        RegionPort port = new RegionPort(
                RegionDescription.newBuilder().setName("here").build(),
                "incarnation",
                inbox,
                id -> Optional.ofNullable(outputs.get(id)),
                lease);
        link = new BrokerLink(
                port,
                List.of(brokers),
                this::dial,
                executor,
                () -> Clock.systemUTC().instant().plus(ahead),
                new Random(7),
                Duration.ofSeconds(60));
        executor.execute(link);
        executor.execute(this::serve);
    }

    private ManagedChannel dial(HostPort address) {
        return NettyChannelBuilder.forAddress(address.host(), address.port())
                .usePlaintext()
                .executor(executor)
                .build();
    }

    void reports(boolean nowReporting) {
        reporting = nowReporting;
    }

    private void serve() {
        try {
            while (true) {
                for (RegionInput input : inbox.take(100, Duration.ofSeconds(60))) {
                    serve(((RegionInput.FromBroker) input).command());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(BrokerCommand command) {
        commands.add(command);
        if (command instanceof BrokerCommand.ReportAll all && reporting) {
            link.tell(new RegionMessage.FullReport(all.report(), List.of(pool()), List.of()));
        }
    }

    /** The pool with its next sequence. */
    RegionMessage.PoolNews pool() {
        synchronized (capacity) {
            return new RegionMessage.PoolNews(
                    capacity.observe(POOL, Instant.now()).orElseThrow());
        }
    }

    @Override
    public void close() {
        link.close();
        executor.shutdownNow();
    }
}
