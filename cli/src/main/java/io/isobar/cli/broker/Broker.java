package io.isobar.cli.broker;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.isobar.cli.problem.Problem;
import io.isobar.cli.shell.Surroundings;
import io.isobar.proto.catalog.v1.CatalogServiceGrpc;
import io.isobar.proto.catalog.v1.CatalogServiceGrpc.CatalogServiceBlockingStub;
import io.isobar.proto.execution.v1.AttemptServiceGrpc;
import io.isobar.proto.execution.v1.AttemptServiceGrpc.AttemptServiceBlockingStub;
import io.isobar.proto.region.v1.RegionServiceGrpc;
import io.isobar.proto.region.v1.RegionServiceGrpc.RegionServiceBlockingStub;
import io.isobar.proto.workload.v1.WorkloadServiceGrpc;
import io.isobar.proto.workload.v1.WorkloadServiceGrpc.WorkloadServiceBlockingStub;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A connection to the broker that leads. It connects when the first call is made. */
public final class Broker implements AutoCloseable {
    /** Longest time that a call with one answer may take. */
    public static final Duration CALL = Duration.ofSeconds(15);

    /** Longest time that a stream lives; who follows longer opens the next where this one ended. */
    public static final Duration STREAM = Duration.ofHours(1);

    /** A list of regions carries the histograms of all their pools. */
    private static final int MOST_MESSAGE_BYTES = 64 * 1024 * 1024;

    private static final int MOST_HEADER_BYTES = 64 * 1024;

    /**
     * The transport logs, with a stack trace, what the failed call tells as well. Held, or the logger could be collected and its
     * successor would write again.
     */
    private static final Logger TRANSPORT = Logger.getLogger("io.grpc");

    static {
        TRANSPORT.setLevel(Level.OFF);
    }

    private final LeaderChannel channel;

    private Broker(LeaderChannel channel) {
        this.channel = channel;
    }

    /**
     * A connection to be, to whichever of these leads.
     *
     * @param addresses one at least; tried in turn
     * @param authority certificates in PEM that the broker's must be signed by; null for a connection without TLS
     */
    public static Broker at(List<BrokerAddress> addresses, @Nullable File authority) {
        return at(addresses, authority, Thread::sleep);
    }

    /** The same; {@code pause} waits where nobody leads for a moment. */
    public static Broker at(List<BrokerAddress> addresses, @Nullable File authority, Surroundings.Pause pause) {
        var credentials = credentials(authority);
        return new Broker(new LeaderChannel(addresses, address -> dial(address, credentials), later(pause)));
    }

    private static RoutedCall.Later later(Surroundings.Pause pause) {
        return (length, what) -> Thread.ofVirtual().start(() -> {
            try {
                pause.of(length);
            } catch (InterruptedException goOnAtOnce) {
                Thread.currentThread().interrupt();
            }
            what.run();
        });
    }

    private static ManagedChannel dial(BrokerAddress address, ChannelCredentials credentials) {
        return OkHttpChannelBuilder.forAddress(address.host(), address.port(), credentials)
                .maxInboundMessageSize(MOST_MESSAGE_BYTES)
                .maxInboundMetadataSize(MOST_HEADER_BYTES)
                .keepAliveTime(20, TimeUnit.SECONDS)
                .keepAliveTimeout(10, TimeUnit.SECONDS)
                .disableRetry()
                .build();
    }

    /** Where the last call went, or the first will. */
    public BrokerAddress address() {
        return channel.current();
    }

    public WorkloadServiceBlockingStub workloads() {
        return WorkloadServiceGrpc.newBlockingStub(channel).withDeadlineAfter(CALL);
    }

    /** For calls with many answers. */
    public WorkloadServiceBlockingStub workloadStreams() {
        return WorkloadServiceGrpc.newBlockingStub(channel).withDeadlineAfter(STREAM);
    }

    public RegionServiceBlockingStub regions() {
        return RegionServiceGrpc.newBlockingStub(channel).withDeadlineAfter(CALL);
    }

    public CatalogServiceBlockingStub catalog() {
        return CatalogServiceGrpc.newBlockingStub(channel).withDeadlineAfter(CALL);
    }

    public AttemptServiceBlockingStub attempts() {
        return AttemptServiceGrpc.newBlockingStub(channel).withDeadlineAfter(CALL);
    }

    /** Does not wait with the next connection until the distance to the last failed one is kept. */
    public void connectNow() {
        channel.connectNow();
    }

    @Override
    public void close() {
        channel.close();
    }

    private static ChannelCredentials credentials(@Nullable File authority) {
        if (authority == null) {
            return InsecureChannelCredentials.create();
        }
        try {
            return TlsChannelCredentials.newBuilder().trustManager(authority).build();
        } catch (IOException unreadable) {
            throw Problem.usage(
                    "cannot read the certificates in \"" + authority + "\" (--tls-ca): " + unreadable.getMessage(),
                    "name a readable file of certificates in PEM");
        }
    }
}
