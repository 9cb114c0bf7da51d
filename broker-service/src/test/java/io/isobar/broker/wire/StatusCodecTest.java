package io.isobar.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.failure.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusCodecTest {
    private final StatusCodec codec = new StatusCodec(new Incidents(() -> "i-42"));

    @ParameterizedTest
    @CsvSource({
        "INVALID_ARGUMENT,INVALID_ARGUMENT",
        "AMBIGUOUS_ACCELERATOR,INVALID_ARGUMENT",
        "INVALID_PAGE_TOKEN,INVALID_ARGUMENT",
        "NOT_FOUND,NOT_FOUND",
        "REQUEST_ID_REUSED,ALREADY_EXISTS",
        "WRONG_STATE,FAILED_PRECONDITION",
        "NOT_LEADER,FAILED_PRECONDITION",
        "DATABASE_UNAVAILABLE,UNAVAILABLE",
        "REGION_UNREACHABLE,UNAVAILABLE",
        "OVERLOADED,RESOURCE_EXHAUSTED",
        "QUOTA,RESOURCE_EXHAUSTED"
    })
    void everyKindHasItsCode(Reason reason, Status.Code code) {
        var status = codec.toStatus((Throwable) new Failure(reason, "what failed", Map.of("k", "v")));

        assertThat(status.getStatus().getCode()).isEqualTo(code);
        assertThat(status.getStatus().getDescription()).isEqualTo("what failed");
        assertThat(detail(status, ErrorInfo.class))
                .contains(ErrorInfo.newBuilder()
                        .setReason(reason.name())
                        .setDomain("isobar")
                        .putMetadata("k", "v")
                        .build());
        assertThat(detail(status, RetryInfo.class).isPresent())
                .isEqualTo(code == Status.Code.UNAVAILABLE || reason == Reason.OVERLOADED);
    }

    @Test
    void namesFieldsAndLines() {
        var failure = Failure.of(
                Reason.INVALID_MANIFEST,
                List.of(new Violation("spec.resources.memory", "has no unit", 12), new Violation("spec", "odd")));

        assertThat(detail(codec.toStatus((Throwable) failure), BadRequest.class)
                        .orElseThrow()
                        .getFieldViolationsList())
                .extracting(BadRequest.FieldViolation::getField, BadRequest.FieldViolation::getDescription)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("spec.resources.memory", "line 12: has no unit"),
                        org.assertj.core.groups.Tuple.tuple("spec", "odd"));
    }

    @Test
    void saysWhenToTryAgain() {
        var failure = new Failure(Reason.OVERLOADED, "full", Map.of(RetryAdvice.KEY, "2500"));

        var delay = detail(codec.toStatus((Throwable) failure), RetryInfo.class)
                .orElseThrow()
                .getRetryDelay();

        assertThat(TimeCodec.fromProto(delay).toMillis()).isEqualTo(2_500);
    }

    @Test
    void hidesWhatNobodyExpectedBehindAnIncident() {
        var status = codec.toStatus(new IllegalStateException("password=secret"));

        assertThat(status.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(status.getStatus().getDescription()).contains("i-42").doesNotContain("secret");
        assertThat(detail(status, ErrorInfo.class).orElseThrow().getMetadataMap())
                .containsEntry("incident", "i-42");
    }

    @Test
    void leavesAStatusThatWasMadeElsewhere() {
        var cancelled = Status.CANCELLED.asRuntimeException();

        assertThat(codec.toStatus(cancelled)).isSameAs(cancelled);
    }

    @Test
    void fitsIntoTheTrailersOfAClient() {
        var violations = new ArrayList<Violation>();
        for (int i = 0; i < 5_000; i++) {
            violations.add(new Violation("f" + "算".repeat(1_000), "力".repeat(10_000), i));
        }

        var status = codec.toStatus((Throwable) Failure.of(Reason.INVALID_MANIFEST, violations));
        var proto = StatusProto.fromThrowable(status);

        assertThat(proto).isNotNull();
        // Details travel in base64, the message percent-encoded.
        int encoded = proto.getSerializedSize() * 4 / 3 + proto.getMessage().length() * 9;
        assertThat(encoded).isLessThan(8_192 - 500);
        assertThat(detail(status, BadRequest.class)
                        .orElseThrow()
                        .getFieldViolationsList()
                        .getLast()
                        .getDescription())
                .matches("and \\d+ more");
    }

    private static <M extends Message> Optional<M> detail(StatusRuntimeException thrown, Class<M> type) {
        var status = StatusProto.fromThrowable(thrown);
        if (status == null) {
            return Optional.empty();
        }
        try {
            for (Any detail : status.getDetailsList()) {
                if (detail.is(type)) {
                    return Optional.of(detail.unpack(type));
                }
            }
        } catch (InvalidProtocolBufferException damaged) {
            throw new AssertionError(damaged);
        }
        return Optional.empty();
    }
}
