package io.isobar.broker.wire;

import io.isobar.broker.failure.Reason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Reasons. The two lists have the same names; a test holds them equal. */
public final class ReasonCodec {
    private static final String PREFIX = "REASON_";
    private static final Map<Reason, io.isobar.proto.errors.v1.Reason> TO_PROTO = new EnumMap<>(Reason.class);
    private static final Map<io.isobar.proto.errors.v1.Reason, Reason> FROM_PROTO =
            new EnumMap<>(io.isobar.proto.errors.v1.Reason.class);

    static {
        for (var reason : Reason.values()) {
            var proto = io.isobar.proto.errors.v1.Reason.valueOf(PREFIX + reason.name());
            TO_PROTO.put(reason, proto);
            FROM_PROTO.put(proto, reason);
        }
    }

    private ReasonCodec() {}

    public static io.isobar.proto.errors.v1.Reason toProto(Reason reason) {
        return TO_PROTO.getOrDefault(reason, io.isobar.proto.errors.v1.Reason.REASON_UNSPECIFIED);
    }

    /** Empty: not given, or of a newer contract than this broker's. */
    public static Optional<Reason> fromProto(io.isobar.proto.errors.v1.Reason reason) {
        return Optional.ofNullable(FROM_PROTO.get(reason));
    }
}
