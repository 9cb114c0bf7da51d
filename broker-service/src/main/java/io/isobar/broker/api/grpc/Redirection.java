package io.isobar.broker.api.grpc;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerMethodDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.isobar.broker.ledger.Contender;
import io.isobar.broker.wire.StatusCodec;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a broker that waits for the lead answers to every call of agents and users: {@code NOT_LEADER}, with where the leader is. */
public final class Redirection extends HandlerRegistry {
    /** Nothing is read, so nothing is decoded. */
    private static final Marshaller<Void> NOTHING = new Marshaller<>() {
        @Override
        public InputStream stream(Void value) {
            return new ByteArrayInputStream(new byte[0]);
        }

        @Override
        @SuppressWarnings("NullAway") // the one value that Void has
        public Void parse(InputStream stream) {
            return null;
        }
    };

    private final Supplier<Contender> leader;

    /** Sends callers to who leads when they call. */
    public Redirection(Supplier<Contender> leader) {
        this.leader = leader;
    }

    @Override
    public ServerMethodDefinition<?, ?> lookupMethod(String methodName, @Nullable String authority) {
        var method = MethodDescriptor.<Void, Void>newBuilder(NOTHING, NOTHING)
                .setFullMethodName(methodName)
                .setType(MethodType.UNKNOWN)
                .build();
        return ServerMethodDefinition.create(method, this::refuse);
    }

    private ServerCall.Listener<Void> refuse(ServerCall<Void, Void> call, Metadata headers) {
        StatusRuntimeException status = StatusCodec.toStatus(leader.get().elsewhere());
        var trailers = Status.trailersFromThrowable(status);
        call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
        return new ServerCall.Listener<>() {};
    }
}
