package io.isobar.integration.simulation;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A channel whose calls are connections of the simulated network. */
final class SimulatedChannel extends ManagedChannel {
    private final Function<MethodDescriptor<?, ?>, ClientCall<?, ?>> calls;
    private boolean shutdown;

    SimulatedChannel(Function<MethodDescriptor<?, ?>, ClientCall<?, ?>> calls) {
        this.calls = calls;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <Q, R> ClientCall<Q, R> newCall(MethodDescriptor<Q, R> method, CallOptions options) {
        return (ClientCall<Q, R>) calls.apply(method);
    }

    @Override
    public String authority() {
        return "simulated";
    }

    @Override
    public ManagedChannel shutdown() {
        shutdown = true;
        return this;
    }

    @Override
    public ManagedChannel shutdownNow() {
        return shutdown();
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return shutdown;
    }
}
