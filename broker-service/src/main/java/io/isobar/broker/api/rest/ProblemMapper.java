package io.isobar.broker.api.rest;

import io.isobar.broker.failure.Reason;
import io.isobar.broker.wire.StatusCodec;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.List;

/** Whatever a request throws becomes a problem document; what nobody expected, one with an incident id. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
    private static final List<String> KEPT = List.of("Allow", "Accept-Post", "WWW-Authenticate");

    private final StatusCodec statuses;
    private final UriInfo uri;
    private final Request request;

    ProblemMapper(StatusCodec statuses, @Context UriInfo uri, @Context Request request) {
        this.statuses = statuses;
        this.uri = uri;
        this.request = request;
    }

    @Override
    public Response toResponse(Throwable thrown) {
        if (thrown instanceof WebApplicationException refused
                && refused.getResponse().getStatus() < 500) {
            return refused(refused);
        }
        return Problem.of(statuses.failureOf(thrown));
    }

    private Response refused(WebApplicationException refused) {
        int status = refused.getResponse().getStatus();
        var route = request.getMethod() + " " + uri.getPath();
        var problem =
                switch (status) {
                    case 404 -> Problem.of(status, Reason.NOT_FOUND, "no route " + shortened(route));
                    case 405 ->
                        Problem.of(
                                status,
                                Reason.INVALID_ARGUMENT,
                                "the route does not take the method: " + shortened(route));
                    case 406 ->
                        Problem.of(
                                status,
                                Reason.INVALID_ARGUMENT,
                                "the route gives nothing that the Accept header takes");
                    case 415 ->
                        Problem.of(
                                status,
                                Reason.INVALID_ARGUMENT,
                                "the Content-Type is not one that the route takes: use application/json, or application/yaml "
                                        + "for a workload file");
                    default ->
                        Problem.of(status, Reason.INVALID_ARGUMENT, shortened(String.valueOf(refused.getMessage())));
                };
        for (var header : KEPT) {
            var value = refused.getResponse().getHeaderString(header);
            if (value != null) {
                problem.header(header, value);
            }
        }
        if (status == 413) {
            // The rest of the body is not read.
            problem.header("Connection", "close");
        }
        return problem.build();
    }

    private static String shortened(String text) {
        return text.length() <= 200 ? text : text.substring(0, 200) + "…";
    }
}
