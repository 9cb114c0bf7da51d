package io.isobar.broker.api.rest;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;

/** No body is larger than 1 MiB: told from its declared length before it is read, and while it is read where none is declared. */
@Provider
@PreMatching
public class BodyLimit implements ContainerRequestFilter {
    static final int MOST_BYTES = 1024 * 1024;

    @Override
    public void filter(ContainerRequestContext request) {
        var length = request.getHeaderString("Content-Length");
        if (length != null && (length.length() > 18 || Long.parseLong(length) > MOST_BYTES)) {
            throw tooLarge("it has " + length + " bytes");
        }
    }

    static byte[] read(InputStream body) throws IOException {
        var bytes = body.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw tooLarge("it has more");
        }
        return bytes;
    }

    private static WebApplicationException tooLarge(String found) {
        return new WebApplicationException(
                "the body may have at most " + MOST_BYTES + " bytes (1 MiB), " + found,
                Status.REQUEST_ENTITY_TOO_LARGE);
    }
}
