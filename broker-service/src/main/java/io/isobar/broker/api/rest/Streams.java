package io.isobar.broker.api.rest;

import io.isobar.broker.api.contract.Sink;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.wire.StatusCodec;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Answers that go on for a while. So many at a time; each writes as fast as its reader reads, and ends when nobody does. */
@Singleton
public class Streams {
    private static final Logger LOG = Logger.getLogger(Streams.class);
    private static final int MOST = 1_000;

    private final Semaphore free = new Semaphore(MOST);
    private final StatusCodec statuses;

    Streams(StatusCodec statuses) {
        this.statuses = statuses;
    }

    /** Gives answers into a sink until there are no more. */
    interface Source<T> {
        void into(Sink<T> sink) throws InterruptedException;
    }

    <T> Response answer(
            String media, HttpServerRequest connection, Function<? super T, byte[]> encoding, Source<T> source) {
        StreamingOutput body = out -> {
            if (!free.tryAcquire()) {
                throw new Failure(
                        Reason.OVERLOADED, MOST + " streams are open, which is the limit", Map.of("limit", "" + MOST));
            }
            try {
                source.into(new ConnectionSink<T>(connection.response(), encoding));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the broker is stopping");
            } catch (RuntimeException failed) {
                if (!connection.response().headWritten()) {
                    throw failed;
                }
                cutOff(connection, failed);
            } finally {
                free.release();
            }
        };
        return Response.ok(body, media)
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    /** It is too late for another status: an answer that is not whole must not end as if it were. */
    private void cutOff(HttpServerRequest connection, RuntimeException failed) {
        var failure = statuses.failureOf(failed);
        LOG.debugf("stream %s was cut off: %s", connection.path(), failure.getMessage());
        // Waited for, so that nothing that follows can still end the answer properly.
        connection
                .connection()
                .close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(5, TimeUnit.SECONDS)
                .handle((done, alreadyGone) -> true)
                .join();
    }
}
