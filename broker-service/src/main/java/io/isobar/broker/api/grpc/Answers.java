package io.isobar.broker.api.grpc;

import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.isobar.broker.api.contract.Sink;
import io.isobar.broker.wire.StatusCodec;
import java.util.function.Supplier;

/** Answers calls: what a call throws becomes its status. */
final class Answers {
    private final StatusCodec statuses;

    Answers(StatusCodec statuses) {
        this.statuses = statuses;
    }

    /** One answer. */
    <T> void one(StreamObserver<T> observer, Supplier<T> call) {
        T answer;
        try {
            answer = call.get();
        } catch (RuntimeException failed) {
            observer.onError(statuses.toStatus(failed));
            return;
        }
        observer.onNext(answer);
        observer.onCompleted();
    }

    /** Many answers, as fast as they are read. */
    interface Streaming<T> {
        void into(Sink<T> sink) throws InterruptedException;
    }

    /**
     * Runs the call on this thread until it is done; gRPC gives every call its own virtual thread. Whether the reader is ready is
     * signalled from the transport's thread.
     */
    <T> void many(StreamObserver<T> observer, Streaming<T> call) {
        var stream = (ServerCallStreamObserver<T>) observer;
        var sink = new StreamSink<>(stream);
        try {
            call.into(sink);
            if (sink.isOpen()) {
                stream.onCompleted();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            stream.onError(statuses.toStatus(stopped));
        } catch (RuntimeException failed) {
            if (sink.isOpen()) {
                stream.onError(statuses.toStatus(failed));
            }
        }
    }

    private static final class StreamSink<T> implements Sink<T> {
        private static final long LOOK_AGAIN_MS = 20;

        private final ServerCallStreamObserver<T> stream;
        // The context is cancelled at once; the stream's own flag is set by a callback, which waits behind this very
        // call.
        private final Context context = Context.current();

        StreamSink(ServerCallStreamObserver<T> stream) {
            this.stream = stream;
        }

        @Override
        public boolean put(T item) throws InterruptedException {
            // The ready callback of this call waits behind this very call, so readiness is looked at, not waited for.
            while (!stream.isReady()) {
                if (!isOpen()) {
                    return false;
                }
                Thread.sleep(LOOK_AGAIN_MS);
            }
            if (!isOpen()) {
                return false;
            }
            stream.onNext(item);
            return true;
        }

        @Override
        public boolean isOpen() {
            return !context.isCancelled();
        }
    }
}
