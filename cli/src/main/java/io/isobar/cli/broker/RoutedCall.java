package io.isobar.cli.broker;

import io.grpc.ClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A call with one request, which is made again elsewhere while nothing was answered and there is an elsewhere. */
final class RoutedCall<Q, A> extends ClientCall<Q, A> {
    private final Function<BrokerAddress, ClientCall<Q, A>> calls;
    private final Route route;
    private final Later later;
    private ClientCall<Q, A> call;
    private @Nullable Listener<A> listener;
    private Metadata headers = new Metadata();
    private @Nullable Q request;
    private boolean halfClosed;
    private boolean cancelled;
    private int requested;

    /** Where a call goes next. */
    interface Route {
        /** After the call ended so, without an answer; empty: nowhere. */
        Optional<Next> after(Status status, Metadata trailers);
    }

    /**
     * Where, and how long to wait before.
     *
     * @param pause zero: at once
     */
    record Next(BrokerAddress address, Duration pause) {
        static Next atOnce(BrokerAddress address) {
            return new Next(address, Duration.ZERO);
        }
    }

    /** Does something after a time, on another thread. */
    @FunctionalInterface
    interface Later {
        void after(Duration pause, Runnable what);
    }

    RoutedCall(BrokerAddress first, Function<BrokerAddress, ClientCall<Q, A>> calls, Route route, Later later) {
        this.later = later;
        this.calls = calls;
        this.route = route;
        this.call = calls.apply(first);
    }

    @Override
    public synchronized void start(Listener<A> responses, Metadata metadata) {
        listener = responses;
        headers = metadata;
        call.start(new Watch(responses), copy(metadata));
    }

    private static Metadata copy(Metadata metadata) {
        var copy = new Metadata();
        copy.merge(metadata);
        return copy;
    }

    @Override
    public synchronized void request(int messages) {
        requested += messages;
        call.request(messages);
    }

    @Override
    public synchronized void cancel(@Nullable String message, @Nullable Throwable cause) {
        cancelled = true;
        call.cancel(message, cause);
    }

    @Override
    public synchronized void halfClose() {
        halfClosed = true;
        call.halfClose();
    }

    @Override
    public synchronized void sendMessage(Q message) {
        request = message;
        call.sendMessage(message);
    }

    private synchronized boolean isMadeAgain(Status status, Metadata trailers) {
        var responses = listener;
        if (cancelled || responses == null) {
            return false;
        }
        var next = route.after(status, trailers);
        if (next.isEmpty()) {
            return false;
        }
        var to = next.get();
        if (to.pause().isZero()) {
            makeAgain(to.address(), responses);
        } else {
            later.after(to.pause(), () -> makeAgain(to.address(), responses));
        }
        return true;
    }

    private synchronized void makeAgain(BrokerAddress address, Listener<A> responses) {
        call = calls.apply(address);
        call.start(new Watch(responses), copy(headers));
        if (cancelled) {
            call.cancel("cancelled while it waited for a broker that leads", null);
            return;
        }
        // The call before may have ended before its caller asked for anything, or had said all of it.
        if (requested > 0) {
            call.request(requested);
        }
        if (request != null) {
            call.sendMessage(request);
        }
        if (halfClosed) {
            call.halfClose();
        }
    }

    private final class Watch extends SimpleForwardingClientCallListener<A> {
        private boolean answered;

        private Watch(Listener<A> responses) {
            super(responses);
        }

        @Override
        public void onMessage(A message) {
            answered = true;
            super.onMessage(message);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (status.isOk() || answered || !isMadeAgain(status, trailers)) {
                super.onClose(status, trailers);
            }
        }
    }
}
