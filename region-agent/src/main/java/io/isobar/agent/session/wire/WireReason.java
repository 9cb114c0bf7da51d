package io.isobar.agent.session.wire;

import io.isobar.agent.failure.Reason;

/** Reasons on the wire: the same names with a prefix. */
public final class WireReason {
    private static final String PREFIX = "REASON_";

    private WireReason() {}

    static io.isobar.proto.errors.v1.Reason toWire(Reason reason) {
        return io.isobar.proto.errors.v1.Reason.valueOf(PREFIX + reason.name());
    }

    /** A reason that this agent does not know yet is taken as {@code fallback}. */
    static Reason fromWire(io.isobar.proto.errors.v1.Reason reason, Reason fallback) {
        return switch (reason) {
            case REASON_UNSPECIFIED, UNRECOGNIZED -> fallback;
            default -> Reason.valueOf(reason.name().substring(PREFIX.length()));
        };
    }
}
