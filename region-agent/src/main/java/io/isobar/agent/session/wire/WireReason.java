package io.isobar.agent.session.wire;

import io.isobar.agent.failure.Reason;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** Reasons on the wire: the same names with a prefix. */
public final class WireReason {
    private static final String PREFIX = "REASON_";

    private static final Map<String, Reason> BY_NAME = Arrays.stream(Reason.values())
            .collect(Collectors.toMap(reason -> PREFIX + reason.name(), reason -> reason));

    private WireReason() {}

    static io.isobar.proto.errors.v1.Reason toWire(Reason reason) {
        return io.isobar.proto.errors.v1.Reason.valueOf(PREFIX + reason.name());
    }

    /** A reason that this agent does not know yet is taken as {@code fallback}. */
    static Reason fromWire(io.isobar.proto.errors.v1.Reason reason, Reason fallback) {
        return BY_NAME.getOrDefault(reason.name(), fallback);
    }
}
