package io.isobar.integration.session;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.isobar.proto.region.v1.AgentSessionServiceGrpc;
import io.isobar.proto.region.v1.ConnectRequest;
import io.isobar.proto.region.v1.ConnectResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between an agent and a broker, and lets only those bytes through that the contract as last released has, either way. So each side
 * has a peer that speaks exactly that, and does what it asks for.
 */
final class OlderWay implements AutoCloseable {
    private static final Marshaller<byte[]> BYTES = new Marshaller<>() {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    };
    private static final MethodDescriptor<byte[], byte[]> CONNECT = MethodDescriptor.newBuilder(BYTES, BYTES)
            .setFullMethodName(AgentSessionServiceGrpc.getConnectMethod().getFullMethodName())
            .setType(MethodType.BIDI_STREAMING)
            .build();

    private final OlderContract contract = new OlderContract();
    private final Says says;
    private final ManagedChannel broker;
    private final Server server;
    private final List<StreamObserver<byte[]>> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger shortened = new AtomicInteger();
    private final AtomicInteger leftOut = new AtomicInteger();

    /**
     * What either side says that it speaks.
     *
     * @param agentMinor in Hello
     * @param brokerMinor in Welcome
     */
    record Says(int agentMinor, int brokerMinor) {
        byte[] hello(byte[] message) throws InvalidProtocolBufferException {
            var request = ConnectRequest.parseFrom(message).toBuilder();
            if (request.hasHello()) {
                request.getHelloBuilder().setProtocolMinor(agentMinor);
            }
            return request.build().toByteArray();
        }

        byte[] welcome(byte[] message) throws InvalidProtocolBufferException {
            var response = ConnectResponse.parseFrom(message).toBuilder();
            if (response.hasWelcome()) {
                response.getWelcomeBuilder().setProtocolMinor(brokerMinor);
            }
            return response.build().toByteArray();
        }
    }

    OlderWay(int brokerPort, Says says) throws IOException {
        this.says = says;
        broker = NettyChannelBuilder.forAddress("127.0.0.1", brokerPort)
                .usePlaintext()
                .build();
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .addService(ServerServiceDefinition.builder(AgentSessionServiceGrpc.SERVICE_NAME)
                        .addMethod(CONNECT, ServerCalls.asyncBidiStreamingCall(this::connect))
                        .build())
                .build()
                .start();
    }

    int port() {
        return server.getPort();
    }

    /** Messages that were shorter on the other side. */
    int shortened() {
        return shortened.get();
    }

    /** Messages of a kind that the older contract does not have. */
    int leftOut() {
        return leftOut.get();
    }

    /** Breaks every link. */
    void cut() {
        open.forEach(
                agent -> agent.onError(Status.UNAVAILABLE.withDescription("cut").asException()));
        open.clear();
    }

    private interface Rewrite {
        byte[] of(byte[] message) throws InvalidProtocolBufferException;
    }

    private StreamObserver<byte[]> connect(StreamObserver<byte[]> agent) {
        open.add(agent);
        var toBroker = ClientCalls.asyncBidiStreamingCall(
                broker.newCall(CONNECT, CallOptions.DEFAULT), new Passing(agent, "ConnectResponse", says::welcome));
        return new Passing(toBroker, "ConnectRequest", says::hello);
    }

    private final class Passing implements StreamObserver<byte[]> {
        private final StreamObserver<byte[]> to;
        private final String type;
        private final Rewrite rewrite;

        private Passing(StreamObserver<byte[]> to, String type, Rewrite rewrite) {
            this.to = to;
            this.type = type;
            this.rewrite = rewrite;
        }

        @Override
        public void onNext(byte[] message) {
            try {
                var known = contract.of(type, message);
                if (known.isEmpty()) {
                    leftOut.incrementAndGet();
                    return;
                }
                if (known.get().length < message.length) {
                    shortened.incrementAndGet();
                }
                to.onNext(rewrite.of(known.get()));
            } catch (InvalidProtocolBufferException damaged) {
                to.onError(damaged);
            }
        }

        @Override
        public void onError(Throwable broken) {
            try {
                to.onError(broken);
            } catch (IllegalStateException cutAlready) {
                open.remove(to);
            }
        }

        @Override
        public void onCompleted() {
            to.onCompleted();
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
        broker.shutdownNow();
    }
}
