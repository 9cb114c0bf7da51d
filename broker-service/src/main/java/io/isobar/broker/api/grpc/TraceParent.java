package io.isobar.broker.api.grpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import org.jspecify.annotations.Nullable;

/** The {@code traceparent} of a call, kept beside it while it is answered. */
public final class TraceParent implements ServerInterceptor {
    private static final Metadata.Key<String> HEADER = Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER);
    private static final Context.Key<String> OF_CALLER = Context.key("traceparent");

    /** Null: the caller has none. */
    static @Nullable String ofCaller() {
        return OF_CALLER.get();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        var parent = headers.get(HEADER);
        return parent == null
                ? next.startCall(call, headers)
                : Contexts.interceptCall(Context.current().withValue(OF_CALLER, parent), call, headers, next);
    }
}
