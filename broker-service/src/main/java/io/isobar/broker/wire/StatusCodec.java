package io.isobar.broker.wire;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.failure.Violation;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Failures as gRPC statuses with the details of the contract. A status travels in the trailers, which clients bound to 8 KiB: what
 * would not fit is left out, and said to be.
 */
public final class StatusCodec {
    public static final String DOMAIN = "isobar";

    /** Characters of a message as it is encoded for the trailer: nine for one that is not ASCII. */
    private static final int LONGEST_MESSAGE = 1_500;

    private static final int LONGEST_VALUE = 300;
    private static final int MOST_ENTRIES = 16;
    /** Bytes of the status before it is encoded for the trailer, which makes them a third more. */
    private static final int MOST_BYTES = 3_600;

    private final Incidents incidents;

    public StatusCodec(Incidents incidents) {
        this.incidents = incidents;
    }

    /** A status that was made elsewhere (a cancelled call, a deadline) stays as it is. */
    public StatusRuntimeException toStatus(Throwable thrown) {
        return thrown instanceof StatusRuntimeException status ? status : toStatus(incidents.failureOf(thrown));
    }

    /** What an edge other than gRPC shows of the same. */
    public Failure failureOf(Throwable thrown) {
        return incidents.failureOf(thrown);
    }

    public static StatusRuntimeException toStatus(Failure failure) {
        return StatusProto.toStatusRuntimeException(toProto(failure));
    }

    static Status toProto(Failure failure) {
        var reason = failure.reason();
        var to = Status.newBuilder()
                .setCode(codeOf(reason).getNumber())
                .setMessage(message(failure))
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setReason(reason.name())
                        .setDomain(DOMAIN)
                        .putAllMetadata(metadata(failure))
                        .build()));
        if (RetryAdvice.isRetryable(reason)) {
            to.addDetails(Any.pack(RetryInfo.newBuilder()
                    .setRetryDelay(TimeCodec.toProto(RetryAdvice.delay(failure)))
                    .build()));
        }
        if (reason == Reason.QUOTA || reason == Reason.BUDGET) {
            to.addDetails(Any.pack(QuotaFailure.newBuilder()
                    .addViolations(QuotaFailure.Violation.newBuilder()
                            .setSubject(failure.metadata().getOrDefault("tenant", ""))
                            .setDescription(to.getMessage()))
                    .build()));
        }
        if (!failure.violations().isEmpty()) {
            to.addDetails(Any.pack(badRequest(failure, MOST_BYTES - to.build().getSerializedSize())));
        }
        return to.build();
    }

    /** The canonical code of a reason. */
    static Code codeOf(Reason reason) {
        return switch (reason.kind()) {
            case BAD_INPUT -> Code.INVALID_ARGUMENT;
            case NOT_FOUND -> Code.NOT_FOUND;
            case CONFLICT -> Code.ALREADY_EXISTS;
            case WRONG_STATE -> Code.FAILED_PRECONDITION;
            case UNAVAILABLE -> Code.UNAVAILABLE;
            case OVERLOADED -> Code.RESOURCE_EXHAUSTED;
            case INTERNAL -> Code.INTERNAL;
            case REFUSAL ->
                reason == Reason.QUOTA || reason == Reason.BUDGET ? Code.RESOURCE_EXHAUSTED : Code.FAILED_PRECONDITION;
            case WAITING, ENDING -> Code.FAILED_PRECONDITION;
        };
    }

    private static String message(Failure failure) {
        var text = String.valueOf(failure.getMessage());
        int end = 0;
        for (int left = LONGEST_MESSAGE; end < text.length() && left > 0; end++) {
            left -= text.charAt(end) < 128 ? 1 : 9;
        }
        return Text.clean(text, end);
    }

    private static Map<String, String> metadata(Failure failure) {
        var metadata = new LinkedHashMap<String, String>();
        failure.metadata().entrySet().stream()
                .limit(MOST_ENTRIES)
                .forEach(entry -> metadata.put(entry.getKey(), Text.clean(entry.getValue(), LONGEST_VALUE)));
        return metadata;
    }

    private static BadRequest badRequest(Failure failure, int room) {
        var to = BadRequest.newBuilder();
        int left = room;
        int shown = 0;
        for (var violation : failure.violations()) {
            var field = violation(violation);
            left -= field.getSerializedSize() + 4;
            if (left < 0 && shown > 0) {
                to.addFieldViolations(FieldViolation.newBuilder()
                        .setDescription("and " + (failure.violations().size() - shown) + " more"));
                break;
            }
            to.addFieldViolations(field);
            shown++;
        }
        return to.build();
    }

    private static FieldViolation violation(Violation violation) {
        var where = violation.line() > 0 ? "line " + violation.line() + ": " : "";
        return FieldViolation.newBuilder()
                .setField(Text.clean(violation.field(), LONGEST_VALUE))
                .setDescription(Text.clean(where + violation.problem(), LONGEST_VALUE))
                .build();
    }
}
