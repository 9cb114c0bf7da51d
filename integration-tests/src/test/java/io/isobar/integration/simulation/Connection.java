package io.isobar.integration.simulation;

import io.grpc.Attributes;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.isobar.proto.region.v1.ConnectRequest;
import io.isobar.proto.region.v1.ConnectResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One stream of one agent. Both ends are gRPC's own stubs, which are given the calls of this class in place of a transport; what passes
 * between them are the bytes of the messages.
 */
final class Connection {
    private static final Duration LATEST_COPY = Duration.ofSeconds(40);

    private final Timeline time;
    private final Life agent;
    private final Life broker;
    private final MethodDescriptor<ConnectRequest, ConnectResponse> method;
    private final Copies copies;
    private final Pipe up;
    private final Pipe down;
    private final Calling calling = new Calling();
    private final Called called = new Called();
    private ClientCall.@Nullable Listener<ConnectResponse> caller;
    private ServerCall.@Nullable Listener<ConnectRequest> server;
    private boolean callerClosed;
    private boolean serverClosed;

    /** How often a message is delivered that was sent once. */
    interface Copies {
        boolean twice(ConnectResponse response);

        boolean twice(ConnectRequest request);

        /** What is said in place of it. */
        ConnectRequest asTold(ConnectRequest request);
    }

    Connection(
            Timeline time,
            Wire wire,
            Wire.Way way,
            Life agent,
            Life broker,
            MethodDescriptor<ConnectRequest, ConnectResponse> method,
            Copies copies) {
        this.time = time;
        this.agent = agent;
        this.broker = broker;
        this.method = method;
        this.copies = copies;
        this.up = new Pipe(time, wire, way, broker);
        this.down = new Pipe(time, wire, way.back(), agent);
        down.whenDrained(broker, this::serverReady);
        up.whenDrained(agent, this::callerReady);
    }

    ClientCall<ConnectRequest, ConnectResponse> call() {
        return calling;
    }

    /** The broker's side takes it, once the way is open. */
    void openTo(BrokerProcess process) {
        up.send("connects", false, () -> {
            var listener = process.sessions().getServerCallHandler().startCall(called, new Metadata());
            server = listener;
            listener.onReady();
        });
    }

    /** Nobody listens there. */
    void refuse(Duration after) {
        agent.after(after, "finds nobody", () -> closeCaller(Status.UNAVAILABLE.withDescription("connection refused")));
    }

    /** The connection breaks, and what was under way is lost; each side is told, or finds out by itself. */
    void breakOff(boolean tellAgent, boolean tellBroker) {
        up.drop();
        down.drop();
        if (tellAgent) {
            agent.after(
                    time.upTo(Duration.ofMillis(50)),
                    "loses its connection",
                    () -> closeCaller(Status.UNAVAILABLE.withDescription("connection reset")));
        }
        if (tellBroker) {
            broker.after(time.upTo(Duration.ofMillis(50)), "loses a connection", this::cancelServer);
        }
    }

    /** As a proxy does it: the broker is told that the agent is gone, and what it had said still arrives. */
    void strand() {
        up.drop();
        down.seal();
        broker.after(Duration.ZERO, "loses a connection", this::cancelServer);
    }

    boolean isOver() {
        return (callerClosed || agent.hasEnded()) && (serverClosed || broker.hasEnded());
    }

    private void closeCaller(Status status) {
        var listener = caller;
        if (!callerClosed && listener != null) {
            callerClosed = true;
            listener.onClose(status, new Metadata());
            agent.poke();
        }
    }

    private void cancelServer() {
        var listener = server;
        if (!serverClosed && listener != null) {
            serverClosed = true;
            called.cancelled = true;
            listener.onCancel();
            broker.poke();
        }
    }

    private void callerReady() {
        var listener = caller;
        if (!callerClosed && listener != null) {
            listener.onReady();
            agent.poke();
        }
    }

    private void serverReady() {
        var listener = server;
        if (!serverClosed && listener != null) {
            listener.onReady();
        }
    }

    private static byte[] bytes(InputStream stream) {
        try (stream) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Calling extends ClientCall<ConnectRequest, ConnectResponse> {
        @Override
        public void start(Listener<ConnectResponse> listener, Metadata headers) {
            caller = listener;
            agent.after(Duration.ZERO, "", Connection.this::callerReady);
        }

        @Override
        public void request(int messages) {
            down.ask(messages);
        }

        @Override
        public void cancel(@Nullable String message, @Nullable Throwable cause) {
            if (!callerClosed) {
                callerClosed = true;
                down.drop();
                up.send("cancels", false, Connection.this::cancelServer);
            }
        }

        @Override
        public void halfClose() {
            up.send("ends", false, () -> {
                var listener = server;
                if (!serverClosed && listener != null) {
                    listener.onHalfClose();
                }
            });
        }

        @Override
        public void sendMessage(ConnectRequest message) {
            agent.step("sending " + message.getMessageCase());
            var told = copies.asTold(message);
            send(told);
            if (copies.twice(message)) {
                agent.after(time.upTo(LATEST_COPY), "", () -> send(told));
            }
        }

        private void send(ConnectRequest message) {
            var bytes = bytes(method.streamRequest(message));
            up.send(Words.of(message, bytes), true, () -> {
                var listener = server;
                if (!serverClosed && listener != null) {
                    listener.onMessage(method.parseRequest(new ByteArrayInputStream(bytes)));
                }
            });
        }

        @Override
        public boolean isReady() {
            return !callerClosed && up.isReady();
        }
    }

    private final class Called extends ServerCall<ConnectRequest, ConnectResponse> {
        private boolean cancelled;

        @Override
        public void request(int messages) {
            up.ask(messages);
        }

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void sendMessage(ConnectResponse message) {
            broker.step("sending " + message.getMessageCase());
            send(message);
            if (copies.twice(message)) {
                broker.after(time.upTo(LATEST_COPY), "", () -> send(message));
            }
        }

        private void send(ConnectResponse message) {
            var bytes = bytes(method.streamResponse(message));
            down.send(Words.of(message, bytes), true, () -> {
                var listener = caller;
                if (!callerClosed && listener != null) {
                    listener.onMessage(method.parseResponse(new ByteArrayInputStream(bytes)));
                }
            });
        }

        @Override
        public void close(Status status, Metadata trailers) {
            if (serverClosed) {
                return;
            }
            serverClosed = true;
            down.send("closes: " + status.getCode(), false, () -> {
                var listener = caller;
                if (!callerClosed && listener != null) {
                    callerClosed = true;
                    listener.onClose(status, trailers);
                }
            });
            var listener = server;
            if (listener != null) {
                broker.after(Duration.ZERO, "", listener::onComplete);
            }
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }

        @Override
        public boolean isReady() {
            return !serverClosed && down.isReady();
        }

        @Override
        public MethodDescriptor<ConnectRequest, ConnectResponse> getMethodDescriptor() {
            return method;
        }

        @Override
        public Attributes getAttributes() {
            return Attributes.EMPTY;
        }
    }
}
