package io.isobar.broker.api.rest;

import io.isobar.broker.api.contract.Sink;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Writes one answer at a time to a connection, and waits until it is on its way: a slow reader slows its source down. The status and
 * the headers go out as soon as the source has begun, which it shows by putting something or by looking whether anybody reads.
 */
final class ConnectionSink<T> implements Sink<T> {
    private static final long LOOK_AGAIN_MS = 1_000;

    private final HttpServerResponse response;
    private final Function<? super T, byte[]> encoding;
    private boolean broken;

    ConnectionSink(HttpServerResponse response, Function<? super T, byte[]> encoding) {
        this.response = response;
        this.encoding = encoding;
    }

    @Override
    public boolean put(T item) throws InterruptedException {
        return isOpen() && write(Buffer.buffer(encoding.apply(item)));
    }

    @Override
    public boolean isOpen() {
        if (broken || response.closed()) {
            return false;
        }
        if (!response.headWritten()) {
            response.setChunked(true);
            response.write(Buffer.buffer());
        }
        return true;
    }

    private boolean write(Buffer bytes) throws InterruptedException {
        var written = response.write(bytes).toCompletionStage().toCompletableFuture();
        while (true) {
            try {
                written.get(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
                return true;
            } catch (TimeoutException slow) {
                if (response.closed()) {
                    broken = true;
                    return false;
                }
            } catch (ExecutionException gone) {
                broken = true;
                return false;
            }
        }
    }
}
