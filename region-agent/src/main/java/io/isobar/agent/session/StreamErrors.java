package io.isobar.agent.session;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.protobuf.StatusProto;
import io.isobar.agent.endpoint.HostPort;
import java.time.Duration;
import java.util.Optional;

/** Reads why a stream ended. */
final class StreamErrors {
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

    private StreamErrors() {}

    static SessionEnd end(Throwable problem, boolean registered) {
        Optional<ErrorInfo> info = detail(problem, ErrorInfo.class);
        Status status = Status.fromThrowable(problem);
        if (info.isPresent() && info.get().getReason().equals("NOT_LEADER")) {
            String leader = info.get().getMetadataOrDefault("leader", "");
            try {
                return new SessionEnd.Redirected(HostPort.parse(leader));
            } catch (IllegalArgumentException e) {
                return new SessionEnd.Broken(
                        registered, "the broker does not lead and does not say who does", Duration.ZERO);
            }
        }
        String why = describe(status);
        boolean superseded =
                info.filter(one -> one.getReason().equals("SESSION_SUPERSEDED")).isPresent();
        if (superseded || status.getCode() == Status.Code.ABORTED) {
            return new SessionEnd.TakenOver(why);
        }
        return new SessionEnd.Broken(registered, why, notBefore(problem));
    }

    /** What a broker asks for that takes so many agents in a second and no more; a bound on what may be wrong. */
    private static Duration notBefore(Throwable problem) {
        return detail(problem, RetryInfo.class)
                .map(info -> Duration.ofSeconds(
                        info.getRetryDelay().getSeconds(), info.getRetryDelay().getNanos()))
                .filter(delay -> !delay.isNegative())
                .map(delay -> delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay)
                .orElse(Duration.ZERO);
    }

    private static <T extends Message> Optional<T> detail(Throwable problem, Class<T> kind) {
        com.google.rpc.Status details = StatusProto.fromThrowable(problem);
        if (details == null) {
            return Optional.empty();
        }
        for (Any detail : details.getDetailsList()) {
            if (detail.is(kind)) {
                try {
                    return Optional.of(detail.unpack(kind));
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
