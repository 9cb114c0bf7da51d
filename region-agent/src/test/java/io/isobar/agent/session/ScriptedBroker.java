package io.isobar.agent.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.isobar.agent.endpoint.HostPort;
import io.isobar.agent.session.wire.WireTime;
import io.isobar.proto.region.v1.AgentSessionServiceGrpc;
import io.isobar.proto.region.v1.ConnectRequest;
import io.isobar.proto.region.v1.ConnectResponse;
import io.isobar.proto.region.v1.Welcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A broker that does what the test says, over real gRPC on the loopback interface. */
public final class ScriptedBroker extends AgentSessionServiceGrpc.AgentSessionServiceImplBase implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Server server;
    private final List<Stream> streams = new CopyOnWriteArrayList<>();
    private volatile long leaderEpoch = 1;
    private volatile Duration keepAliveEvery = Duration.ofMillis(100);
    private volatile Duration silenceLimit = Duration.ofSeconds(5);
    private volatile boolean welcoming = true;
    private volatile boolean reading = true;
    private volatile @Nullable Throwable refusal;

    public ScriptedBroker() throws IOException {
        this(0);
    }

    public ScriptedBroker(int port) throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .addService(this)
                .build()
                .start();
    }

    public HostPort address() {
        return new HostPort("127.0.0.1", server.getPort());
    }

    public ScriptedBroker leadsBy(long epoch) {
        leaderEpoch = epoch;
        return this;
    }

    public ScriptedBroker breaksSilenceAfter(Duration every, Duration limit) {
        keepAliveEvery = every;
        silenceLimit = limit;
        return this;
    }

    public ScriptedBroker doesNotWelcome() {
        welcoming = false;
        return this;
    }

    public ScriptedBroker reads(boolean nowReading) {
        reading = nowReading;
        return this;
    }

    public ScriptedBroker refusesWith(@Nullable Throwable problem) {
        refusal = problem;
        return this;
    }

    /** One stream of one region. */
    public final class Stream {
        private final ServerCallStreamObserver<ConnectResponse> out;
        private final List<ConnectRequest> received = new ArrayList<>();
        private volatile boolean over;

        Stream(ServerCallStreamObserver<ConnectResponse> out) {
            this.out = out;
        }

        public synchronized List<ConnectRequest> received() {
            return List.copyOf(received);
        }

        private synchronized void add(ConnectRequest request) {
            received.add(request);
        }

        public boolean isOver() {
            return over;
        }

        public String region() {
            return received().getFirst().getHello().getRegion().getName();
        }

        public void send(ConnectResponse response) {
            synchronized (out) {
                out.onNext(response);
            }
        }

        public void fail(Throwable problem) {
            synchronized (out) {
                out.onError(problem);
            }
        }

        /** Reads on where the broker does not read by itself. */
        public void readMore(int messages) {
            out.request(messages);
        }

        public ConnectRequest awaitMessage(Predicate<ConnectRequest> which) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> received().stream().anyMatch(which));
            return received().stream().filter(which).findFirst().orElseThrow();
        }

        public <T> List<T> all(Predicate<ConnectRequest> which, Function<ConnectRequest, T> what) {
            return received().stream().filter(which).map(what).toList();
        }

        public void awaitReport() {
            awaitMessage(ConnectRequest::hasReportEnd);
        }

        public void awaitEnd() {
            await().atMost(PATIENCE).until(this::isOver);
        }
    }

    @Override
    public StreamObserver<ConnectRequest> connect(StreamObserver<ConnectResponse> responses) {
        ServerCallStreamObserver<ConnectResponse> out = (ServerCallStreamObserver<ConnectResponse>) responses;
        Stream stream = new Stream(out);
        out.setOnCancelHandler(() -> stream.over = true);
        out.disableAutoRequest();
        out.request(1);
        return new StreamObserver<>() {
            @Override
            public void onNext(ConnectRequest request) {
                stream.add(request);
                if (request.hasHello()) {
                    greet(stream);
                }
                if (reading) {
                    out.request(1);
                }
            }

            @Override
            public void onError(Throwable problem) {
                stream.over = true;
            }

            @Override
            public void onCompleted() {
                stream.over = true;
            }
        };
    }

    private void greet(Stream stream) {
        streams.add(stream);
        Throwable problem = refusal;
        if (problem != null) {
            stream.fail(problem);
        } else if (welcoming) {
            stream.send(ConnectResponse.newBuilder()
                    .setWelcome(Welcome.newBuilder()
                            .setSessionId("session-" + streams.size())
                            .setProtocolMajor(1)
                            .setKeepAliveEvery(WireTime.duration(keepAliveEvery))
                            .setSilenceLimit(WireTime.duration(silenceLimit))
                            .setBrokerTime(WireTime.timestamp(Instant.now()))
                            .setLeaderEpoch(leaderEpoch))
                    .build());
        }
    }

    /** Streams that were opened until now. */
    public List<Stream> streams() {
        return List.copyOf(streams);
    }

    /** The stream with this number, from 0, as soon as it is opened. */
    public Stream awaitStream(int number) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(() -> streams.size() > number);
        Stream stream = streams.get(number);
        assertThat(stream).isNotNull();
        return stream;
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
