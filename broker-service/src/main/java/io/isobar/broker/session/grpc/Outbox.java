package io.isobar.broker.session.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.isobar.proto.region.v1.ConnectResponse;
import java.util.ArrayDeque;

/**
 * What is to be sent over one stream. Takes from any thread, sends in order while the transport is ready, and is bounded: an agent
 * that does not read is cut off, and gets the rest by its next full report.
 */
final class Outbox {
    private static final int MOST_PENDING = 20_000;

    private final ServerCallStreamObserver<ConnectResponse> stream;
    private final ArrayDeque<ConnectResponse> pending = new ArrayDeque<>();
    private boolean closed;

    Outbox(ServerCallStreamObserver<ConnectResponse> stream) {
        this.stream = stream;
    }

    synchronized void send(ConnectResponse message) {
        if (closed) {
            return;
        }
        if (pending.size() == MOST_PENDING) {
            close(Status.RESOURCE_EXHAUSTED
                    .withDescription("the agent does not read: " + MOST_PENDING + " messages wait for it")
                    .asRuntimeException());
            return;
        }
        pending.add(message);
        drain();
    }

    /** The transport may take more. */
    synchronized void drain() {
        while (!closed && stream.isReady() && !pending.isEmpty()) {
            stream.onNext(pending.remove());
        }
    }

    synchronized void close(StatusRuntimeException why) {
        if (!closed) {
            closed = true;
            pending.clear();
            stream.onError(why);
        }
    }

    /** The agent has ended the stream. */
    synchronized void complete() {
        if (!closed) {
            closed = true;
            pending.clear();
            stream.onCompleted();
        }
    }

    /** The transport is gone: nothing can be sent any more. */
    synchronized void abandon() {
        closed = true;
        pending.clear();
    }
}
