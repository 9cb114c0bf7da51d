package io.isobar.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import io.grpc.protobuf.StatusProto;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamErrorsTest {
    private static Status.Builder overloaded() {
        return Status.newBuilder()
                .setCode(Code.RESOURCE_EXHAUSTED_VALUE)
                .setMessage("too many")
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setReason("OVERLOADED")
                        .setDomain("isobar")
                        .build()));
    }

    @ParameterizedTest
    @CsvSource({"0,250000000,250", "2,500000000,2500", "86400,0,60000", "-5,0,0"})
    void aBrokerThatTakesNoMoreSaysWhenToDialAgain(long seconds, int nanos, long millis) {
        var said = overloaded()
                .addDetails(Any.pack(RetryInfo.newBuilder()
                        .setRetryDelay(Duration.newBuilder().setSeconds(seconds).setNanos(nanos))
                        .build()))
                .build();

        var end = StreamErrors.end(StatusProto.toStatusException(said), false);

        assertThat(end)
                .isEqualTo(new SessionEnd.Broken(
                        false, "RESOURCE_EXHAUSTED: too many", java.time.Duration.ofMillis(millis)));
    }

    @Test
    void oneThatDoesNotSayLeavesItToTheAgent() {
        var end = StreamErrors.end(StatusProto.toStatusException(overloaded().build()), true);

        assertThat(end).isEqualTo(new SessionEnd.Broken(true, "RESOURCE_EXHAUSTED: too many", java.time.Duration.ZERO));
    }
}
