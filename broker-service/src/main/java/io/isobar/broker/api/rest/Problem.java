package io.isobar.broker.api.rest;

import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.failure.Violation;
import io.isobar.broker.wire.RetryAdvice;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.core.Response;

/** A problem document (RFC 9457) with the reason and metadata that gRPC carries in ErrorInfo. */
final class Problem {
    private static final String TYPE = "urn:isobar:problem:";
    private static final int MOST_VIOLATIONS = 1_000;

    private Problem() {}

    static Response of(Failure failure) {
        var reason = failure.reason();
        var response = answer(statusOf(reason), reason, failure, String.valueOf(failure.getMessage()));
        if (RetryAdvice.isRetryable(reason)) {
            response.header(
                    "Retry-After", Math.max(1, RetryAdvice.delay(failure).toSeconds()));
        }
        return response.build();
    }

    /** Of a failure of the protocol rather than of what was asked. */
    static Response.ResponseBuilder of(int status, Reason reason, String detail) {
        return answer(status, reason, new Failure(reason, detail), detail);
    }

    /** Of a failure that has another status than others of its reason. */
    static Response.ResponseBuilder of(int status, Failure failure) {
        return answer(status, failure.reason(), failure, String.valueOf(failure.getMessage()));
    }

    private static Response.ResponseBuilder answer(int status, Reason reason, Failure failure, String detail) {
        var document = Json.createObjectBuilder()
                .add("type", TYPE + reason.name())
                .add("title", reason.meaning())
                .add("status", status)
                .add("detail", detail)
                .add("reason", reason.name());
        if (!reason.remedy().isEmpty()) {
            document.add("remedy", reason.remedy());
        }
        var metadata = Json.createObjectBuilder();
        failure.metadata().forEach(metadata::add);
        var violations = Json.createArrayBuilder();
        failure.violations().stream()
                .limit(MOST_VIOLATIONS)
                .map(Problem::violation)
                .forEach(violations::add);
        document.add("metadata", metadata).add("violations", violations);
        return Response.status(status).type(Media.PROBLEM).entity(document.build() + "\n");
    }

    private static JsonObjectBuilder violation(Violation violation) {
        var to = Json.createObjectBuilder()
                .add("field", jsonPath(violation.field()))
                .add("problem", violation.problem());
        return violation.line() > 0 ? to.add("line", violation.line()) : to;
    }

    /** Field names of the contract as they are in JSON ("time_limit" as "timeLimit"); what stands in brackets is not a field. */
    static String jsonPath(String path) {
        var json = new StringBuilder(path.length());
        boolean bracketed = false;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            bracketed = c == '[' || (bracketed && c != ']');
            boolean joins =
                    !bracketed && c == '_' && i + 1 < path.length() && Character.isLowerCase(path.charAt(i + 1));
            if (joins) {
                i++;
                json.append(Character.toUpperCase(path.charAt(i)));
            } else {
                json.append(c);
            }
        }
        return json.toString();
    }

    static int statusOf(Reason reason) {
        return switch (reason.kind()) {
            case BAD_INPUT -> 400;
            case NOT_FOUND -> 404;
            case CONFLICT, WRONG_STATE, WAITING, ENDING -> 409;
            case REFUSAL -> 422;
            case OVERLOADED -> 429;
            case INTERNAL -> 500;
            case UNAVAILABLE -> 503;
        };
    }
}
