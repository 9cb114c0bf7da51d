package io.isobar.broker.session.grpc;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.isobar.proto.region.v1.ConnectResponse;
import io.isobar.proto.region.v1.KeepAlive;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Keep-alives and what they show. */
final class Heartbeat {
    /** What the answer to a keep-alive shows. */
    record Measured(Duration roundTrip, Duration clockSkew) {}

    private Heartbeat() {}

    static ConnectResponse question(Instant now) {
        return message(KeepAlive.newBuilder().setSentAt(timestamp(now)));
    }

    static ConnectResponse answer(KeepAlive question, Instant now) {
        return message(KeepAlive.newBuilder().setSentAt(timestamp(now)).setAnswers(question.getSentAt()));
    }

    /**
     * The agent's clock is read half a round trip before its answer arrives; so it is ahead by its time less ours at that moment
     * (Cristian's method; the error is at most half the round trip). Null for a keep-alive that answers nothing, or nonsense.
     */
    static @Nullable Measured measure(KeepAlive answer, Instant now) {
        if (!answer.hasAnswers()
                || !Timestamps.isValid(answer.getAnswers())
                || !Timestamps.isValid(answer.getSentAt())) {
            return null;
        }
        var roundTrip = Duration.between(instant(answer.getAnswers()), now);
        if (roundTrip.isNegative() || roundTrip.compareTo(Duration.ofMinutes(5)) > 0) {
            return null;
        }
        var agentThen = instant(answer.getSentAt()).plus(roundTrip.dividedBy(2));
        return new Measured(roundTrip, Duration.between(now, agentThen));
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

    private static Instant instant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
}
