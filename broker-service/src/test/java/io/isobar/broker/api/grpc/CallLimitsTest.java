package io.isobar.broker.api.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.RetryInfo;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.isobar.broker.api.contract.ApiGuards;
import io.isobar.broker.api.contract.CatalogCalls;
import io.isobar.broker.port.Guard;
import io.isobar.broker.port.GuardPolicy;
import io.isobar.broker.port.smallrye.SmallRyeGuard;
import io.isobar.broker.samples.Pools;
import io.isobar.broker.wire.Incidents;
import io.isobar.broker.wire.StatusCodec;
import io.isobar.proto.catalog.v1.CatalogServiceGrpc;
import io.isobar.proto.catalog.v1.GetAcceleratorRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallLimitsTest {
    private final Server server;
    private final ManagedChannel channel;

    CallLimitsTest() throws IOException {
        var calls = new SmallRyeGuard(
                GuardPolicy.of("api-calls", "the API").with(new GuardPolicy.RateLimit(2, Duration.ofMinutes(2))));
        var catalog = new CatalogEndpoint(new CatalogCalls(Pools.CATALOG), new StatusCodec(new Incidents(() -> "i-1")));
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .executor(Executors.newVirtualThreadPerTaskExecutor())
                .addService(ServerInterceptors.intercept(catalog, new CallLimits(new ApiGuards(calls, Guard.NONE))))
                .build()
                .start();
        channel = NettyChannelBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()))
                .usePlaintext()
                .build();
    }

    @AfterEach
    void stop() {
        channel.shutdownNow();
        server.shutdownNow();
    }

    private Status ask() {
        try {
            var _ = CatalogServiceGrpc.newBlockingStub(channel)
                    .getAccelerator(GetAcceleratorRequest.newBuilder()
                            .setName("no such thing")
                            .build());
            return Status.OK;
        } catch (StatusRuntimeException failed) {
            return failed.getStatus().withCause(failed);
        }
    }

    @Test
    void aCallTooManyIsToldWhenToComeAgain() throws InvalidProtocolBufferException {
        assertThat(ask().getCode()).isNotEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(ask().getCode()).isNotEqualTo(Status.Code.RESOURCE_EXHAUSTED);

        var refused = ask();

        assertThat(refused.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(refused.getDescription())
                .isEqualTo("the API: more than 2 came within 120000 ms, which is the limit (port api-calls)");
        var details = StatusProto.fromThrowable(refused.getCause());
        assertThat(details).isNotNull();
        var retry = details.getDetailsList().stream()
                .filter(detail -> detail.is(RetryInfo.class))
                .findFirst()
                .orElseThrow()
                .unpack(RetryInfo.class);
        assertThat(retry.getRetryDelay().getSeconds()).isBetween(1L, 120L);
    }
}
