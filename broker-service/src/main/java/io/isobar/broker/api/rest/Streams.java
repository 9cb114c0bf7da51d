package io.isobar.broker.api.rest;

import io.isobar.broker.api.contract.ApiGuards;
import io.isobar.broker.api.contract.Sink;
import io.isobar.broker.wire.StatusCodec;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Answers that go on for a while. So many at a time; each writes as fast as its reader reads, and ends when nobody does. */
@Singleton
public class Streams {
    private static final Logger LOG = Logger.getLogger(Streams.class);

    private final StatusCodec statuses;
    private final ApiGuards guards;

    Streams(StatusCodec statuses, ApiGuards guards) {
        this.statuses = statuses;
        this.guards = guards;
    }

    /** Gives answers into a sink until there are no more. */
    interface Source<T> {
        void into(Sink<T> sink) throws InterruptedException;
    }

    <T> Response answer(
            String media, HttpServerRequest connection, Function<? super T, byte[]> encoding, Source<T> source) {
        StreamingOutput body = out -> guards.streams().run(() -> send(connection, encoding, source));
        return Response.ok(body, media)
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    private <T> void send(HttpServerRequest connection, Function<? super T, byte[]> encoding, Source<T> source) {
        try {
            source.into(new ConnectionSink<T>(connection.response(), encoding));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException("the broker is stopping"));
        } catch (RuntimeException failed) {
            if (!connection.response().headWritten()) {
                throw failed;
            }
            cutOff(connection, failed);
        }
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
