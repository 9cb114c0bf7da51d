package io.isobar.broker.api.rest;

import io.isobar.broker.failure.Failure;
import io.isobar.proto.workload.v1.WorkloadSource;
import jakarta.ws.rs.core.UriInfo;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads parameters that come as text. */
final class Parameters {
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");

    private Parameters() {}

    static String text(@Nullable String value) {
        return value == null ? "" : value;
    }

    static int integer(String name, @Nullable String value) {
        return Math.clamp(whole(name, value), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** 0 where it is not given. */
    static long whole(String name, @Nullable String value) {
        if (value == null) {
            return 0;
        }
        if (!WHOLE.matcher(value).matches()) {
            throw Failure.invalid(name, "must be a whole number");
        }
        return Long.parseLong(value);
    }

    /** The workload of a body, and of it the task that a parameter names; null: none. */
    static WorkloadSource task(WorkloadSource body, @Nullable String task) {
        return task == null
                ? body
                : body.toBuilder().setTask(integer("task", task)).build();
    }

    /** Given with no value it is meant: {@code ?follow}; the value is null then as where it is not given. */
    static boolean flag(String name, @Nullable String value, UriInfo uri) {
        return switch (value) {
            case null -> uri.getQueryParameters().containsKey(name);
            case "false" -> false;
            case "true", "" -> true;
            default -> throw Failure.invalid(name, "must be true or false");
        };
    }

    /** The name of an enumeration's value: its own, or without its prefix, in any case. */
    static String constant(String prefix, String value) {
        var upper = value.toUpperCase(Locale.ROOT);
        return upper.startsWith(prefix) ? upper : prefix + upper;
    }

    /** The id of a request from its body or its header. */
    static String requestId(String inBody, @Nullable String header) {
        if (header == null) {
            return inBody;
        }
        if (!inBody.isEmpty() && !inBody.equals(header)) {
            throw Failure.invalid("request_id", "differs from the header Request-Id");
        }
        return header;
    }

    /** What the path names; a body may repeat it, and nothing else. */
    static String named(String field, String inPath, String inBody) {
        if (!inBody.isEmpty() && !inBody.equals(inPath)) {
            throw Failure.invalid(field, "differs from the path");
        }
        return inPath;
    }
}
