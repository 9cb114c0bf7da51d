package io.isobar.agent.session;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import java.util.Optional;

/** Reads why a stream ended. */
final class StreamErrors {
    private StreamErrors() {}

    static SessionEnd end(Throwable problem, boolean registered) {
        Optional<ErrorInfo> info = errorInfo(problem);
        Status status = Status.fromThrowable(problem);
        if (info.isPresent() && info.get().getReason().equals("NOT_LEADER")) {
            String leader = info.get().getMetadataOrDefault("leader", "");
            try {
                return new SessionEnd.Redirected(BrokerAddress.parse(leader));
            } catch (IllegalArgumentException e) {
                return new SessionEnd.Broken(registered, "the broker does not lead and does not say who does");
            }
        }
        String why = describe(status);
        boolean superseded =
                info.filter(one -> one.getReason().equals("SESSION_SUPERSEDED")).isPresent();
        if (superseded || status.getCode() == Status.Code.ABORTED) {
            return new SessionEnd.TakenOver(why);
        }
        return new SessionEnd.Broken(registered, why);
    }

    private static Optional<ErrorInfo> errorInfo(Throwable problem) {
        com.google.rpc.Status details = StatusProto.fromThrowable(problem);
        if (details == null) {
            return Optional.empty();
        }
        for (Any detail : details.getDetailsList()) {
            if (detail.is(ErrorInfo.class)) {
                try {
                    return Optional.of(detail.unpack(ErrorInfo.class));
                } catch (InvalidProtocolBufferException e) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private static String describe(Status status) {
        StringBuilder text = new StringBuilder(status.getCode().toString());
        if (status.getDescription() != null) {
            text.append(": ").append(status.getDescription());
        }
        if (status.getCause() != null && status.getCause().getMessage() != null) {
            text.append(" (").append(status.getCause().getMessage()).append(')');
        }
        return text.toString();
    }
}
