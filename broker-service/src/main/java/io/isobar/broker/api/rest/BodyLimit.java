package io.isobar.broker.api.rest;

import io.isobar.broker.failure.Reason;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response.Status;
import java.io.IOException;
import java.io.InputStream;

/** No body is larger than 1 MiB: told from its declared length before it is read, and while it is read where none is declared. */
@Singleton
public class BodyLimit {
    static final int MOST_BYTES = 1024 * 1024;

    /** Before the server's own limit, which answers with nothing that a person could read. */
    private static final int FIRST = 10_000;

    void register(@Observes Filters filters) {
        filters.register(BodyLimit::check, FIRST);
    }

    private static void check(RoutingContext exchange) {
        var length = exchange.request().getHeader("Content-Length");
        if (length == null || !isTooLarge(length)) {
            exchange.next();
            return;
        }
        refuse(exchange.request(), "it has " + length + " bytes");
    }

    private static void refuse(HttpServerRequest request, String found) {
        int status = Status.REQUEST_ENTITY_TOO_LARGE.getStatusCode();
        try (var problem =
                Problem.of(status, Reason.INVALID_ARGUMENT, message(found)).build()) {
            request.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", Media.PROBLEM)
                    // The rest of the body is not read.
                    .putHeader("Connection", "close")
                    .end(String.valueOf(problem.getEntity()));
        }
    }

    /** The server has seen that it is a number. */
    private static boolean isTooLarge(String length) {
        return length.length() > 18 || Long.parseLong(length) > MOST_BYTES;
    }

    static byte[] read(InputStream body) throws IOException {
        var bytes = body.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new WebApplicationException(message("it has more"), Status.REQUEST_ENTITY_TOO_LARGE);
        }
        return bytes;
    }

    private static String message(String found) {
        return "the body may have at most " + MOST_BYTES + " bytes (1 MiB), " + found;
    }
}
