package io.isobar.broker.session.grpc;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.isobar.proto.region.v1.ConnectResponse;
import io.isobar.proto.region.v1.KeepAlive;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Keep-alives and their times. */
final class Heartbeat {
    private Heartbeat() {}

    static ConnectResponse question(Instant now) {
        return message(KeepAlive.newBuilder().setSentAt(timestamp(now)));
    }

    static ConnectResponse answer(KeepAlive question, Instant now) {
        return message(KeepAlive.newBuilder().setSentAt(timestamp(now)).setAnswers(question.getSentAt()));
    }

    private static ConnectResponse message(KeepAlive.Builder keepAlive) {
        return ConnectResponse.newBuilder().setKeepAlive(keepAlive).build();
    }

    static Timestamp timestamp(Instant time) {
        return Timestamp.newBuilder()
                .setSeconds(time.getEpochSecond())
                .setNanos(time.getNano())
                .build();
    }

    static com.google.protobuf.Duration duration(Duration duration) {
        return com.google.protobuf.Duration.newBuilder()
                .setSeconds(duration.getSeconds())
                .setNanos(duration.getNano())
                .build();
    }

    /** Null: it is no time. */
    static @Nullable Instant instant(Timestamp time) {
        return Timestamps.isValid(time) ? Instant.ofEpochSecond(time.getSeconds(), time.getNanos()) : null;
    }
}
