package io.isobar.broker.replay;

import com.google.protobuf.Timestamp;
import io.isobar.broker.wire.TimeCodec;
import java.time.Instant;

/** Times of inputs. */
final class Times {
    /** What the contract can say, and JSON. */
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Times() {}

    /** What lies beyond the year 9999, such as the end of work without an end, lies there. */
    static Timestamp toProto(Instant time) {
        return TimeCodec.toProto(time.isAfter(LAST) ? LAST : time);
    }
}
