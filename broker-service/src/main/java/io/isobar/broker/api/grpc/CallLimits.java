package io.isobar.broker.api.grpc;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.isobar.broker.api.contract.ApiGuards;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.wire.StatusCodec;

/** The guards of the API before calls of users. A call is done on its own thread, from when its request is whole to its end. */
public final class CallLimits implements ServerInterceptor {
    private final ApiGuards guards;

    public CallLimits(ApiGuards guards) {
        this.guards = guards;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        var guard = call.getMethodDescriptor().getType().serverSendsOneMessage() ? guards.calls() : guards.streams();
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
            @Override
            public void onHalfClose() {
                try {
                    guard.run(super::onHalfClose);
                } catch (Failure refused) {
                    // The call's own failures are its answers; so this is the guard's.
                    var status = StatusCodec.toStatus(refused);
                    var trailers = Status.trailersFromThrowable(status);
                    call.close(status.getStatus(), trailers == null ? new Metadata() : trailers);
                }
            }
        };
    }
}
