package io.isobar.cli.problem;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.isobar.cli.text.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A refused or failed call as a problem: its exit code, its numbers, what to do. */
public final class StatusProblems {
    private static final Set<String> BAD_INPUT = Set.of(
            "INVALID_ARGUMENT",
            "INVALID_MANIFEST",
            "LOSSES_NOT_ACCEPTED",
            "UNKNOWN_ACCELERATOR",
            "AMBIGUOUS_ACCELERATOR",
            "INVALID_PAGE_TOKEN");
    private static final Set<String> POLICY =
            Set.of("QUOTA", "BUDGET", "CONTRACT_EXHAUSTED", "PRIORITY_NOT_ALLOWED", "TENANT_IS_GROUP");
    /** Told by the message already. */
    private static final Set<String> SAID = Set.of("kind", "name", "nearest");

    /** How the transport begins when what it got is of plain HTTP/2, and when it is of no HTTP/2 at all. */
    private static final List<String> NO_GRPC = List.of("HTTP status code ", "FRAME_SIZE_ERROR");

    private StatusProblems() {}

    /**
     * The problem behind a failed call.
     *
     * @param broker address, for the sentence that it does not answer
     */
    public static Problem of(StatusRuntimeException failed, String broker) {
        var status = failed.getStatus();
        var details = details(failed);
        var info = find(details, ErrorInfo.class);
        if (info.isEmpty()) {
            return withoutReason(status, broker);
        }
        var reason = info.get().getReason();
        var bad = find(details, BadRequest.class);
        return new Problem(
                exitCode(status, reason, find(details, QuotaFailure.class).isPresent()),
                what(status, reason, bad.isPresent()),
                bad.isPresent() ? fields(bad.get()) : numbers(info.get()),
                Remedies.of(reason, info.get().getMetadataMap(), retryAfter(details)));
    }

    /** The reason that the broker gave; empty where it gave none, for instance because it was not reached. */
    public static String reason(StatusRuntimeException failed) {
        return find(details(failed), ErrorInfo.class).map(ErrorInfo::getReason).orElse("");
    }

    /** Where the broker leads that a waiting broker named; empty where the call failed for anything else. */
    public static Optional<String> leader(StatusRuntimeException failed) {
        return find(details(failed), ErrorInfo.class)
                .filter(info -> info.getReason().equals("NOT_LEADER"))
                .map(info -> info.getMetadataOrDefault("leader", ""))
                .filter(address -> !address.isEmpty());
    }

    private static String what(Status status, String reason, boolean fieldsFollow) {
        var said = status.getDescription() == null ? status.getCode().name() : status.getDescription();
        if (!fieldsFollow) {
            return said + " (" + reason + ")";
        }
        var refused =
                switch (reason) {
                    case "INVALID_MANIFEST" -> "the workload file was refused";
                    case "LOSSES_NOT_ACCEPTED" ->
                        "the job file says what a workload cannot, and the work may come out differently";
                    default -> "the request was refused";
                };
        return refused + " (" + reason + ")";
    }

    private static int exitCode(Status status, String reason, boolean quota) {
        if (BAD_INPUT.contains(reason)) {
            return ExitCode.USAGE;
        }
        if (POLICY.contains(reason) || quota) {
            return ExitCode.REFUSED;
        }
        return switch (status.getCode()) {
            case INVALID_ARGUMENT, OUT_OF_RANGE -> ExitCode.USAGE;
            case NOT_FOUND -> ExitCode.NOT_FOUND;
            case PERMISSION_DENIED, UNAUTHENTICATED -> ExitCode.REFUSED;
            default -> ExitCode.FAILED;
        };
    }

    private static Problem withoutReason(Status status, String broker) {
        var why = Causes.of(status);
        if (NO_GRPC.stream().anyMatch(why::startsWith)) {
            return new Problem(
                    ExitCode.UNREACHABLE,
                    "what answers at " + broker + " does not speak gRPC: "
                            + why.lines().findFirst().orElse(why),
                    "name the gRPC port of the broker (--broker, ISOBAR_BROKER), not that of its REST API");
        }
        return switch (status.getCode()) {
            case UNAVAILABLE ->
                new Problem(
                        ExitCode.UNREACHABLE,
                        "the broker at " + broker + " does not answer: " + why,
                        "start it (make up), or name another one with --broker host:port or ISOBAR_BROKER");
            case DEADLINE_EXCEEDED ->
                new Problem(
                        ExitCode.UNREACHABLE,
                        "the broker at " + broker + " did not answer in time: " + why,
                        "isobar check shows which part is slow; nothing is lost by trying again");
            case UNIMPLEMENTED ->
                new Problem(
                        ExitCode.FAILED,
                        "the broker at " + broker + " does not know this call: " + why,
                        "use an isobar of the broker's version");
            case INVALID_ARGUMENT, OUT_OF_RANGE -> new Problem(ExitCode.USAGE, why, "correct the request");
            case NOT_FOUND -> new Problem(ExitCode.NOT_FOUND, why, "isobar get lists what there is");
            case PERMISSION_DENIED, UNAUTHENTICATED ->
                new Problem(ExitCode.REFUSED, "the broker at " + broker + " refused: " + why, "ask its operator");
            default ->
                new Problem(
                        ExitCode.FAILED,
                        "the call to " + broker + " failed: " + status.getCode() + ": " + why,
                        "try again; set ISOBAR_DEBUG=1 to see where it failed");
        };
    }

    private static List<String> fields(BadRequest bad) {
        return bad.getFieldViolationsList().stream()
                .map(violation -> violation.getField().isEmpty()
                        ? violation.getDescription()
                        : violation.getField() + ": " + violation.getDescription())
                .toList();
    }

    private static List<String> numbers(ErrorInfo info) {
        var lines = new ArrayList<String>();
        new TreeMap<>(info.getMetadataMap()).forEach((key, value) -> {
            if (!SAID.contains(key)) {
                lines.add(key + ": " + value);
            }
        });
        return lines;
    }

    private static String retryAfter(List<Any> details) {
        return find(details, RetryInfo.class)
                .map(retry -> Times.measured(Times.duration(retry.getRetryDelay())))
                .orElse("");
    }

    private static List<Any> details(StatusRuntimeException failed) {
        if (failed.getStatus().getCode() == Code.OK) {
            return List.of();
        }
        try {
            var status = StatusProto.fromThrowable(failed);
            return status == null ? List.of() : status.getDetailsList();
        } catch (IllegalArgumentException damaged) {
            return List.of();
        }
    }

    private static <M extends Message> Optional<M> find(List<Any> details, Class<M> type) {
        for (var detail : details) {
            if (detail.is(type)) {
                try {
                    return Optional.of(detail.unpack(type));
                } catch (InvalidProtocolBufferException damaged) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }
}
