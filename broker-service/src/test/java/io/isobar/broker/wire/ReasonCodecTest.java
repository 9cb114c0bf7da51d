package io.isobar.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.failure.Reason;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReasonCodecTest {
    @Test
    void theTwoListsAreEqual() {
        var ours = Arrays.stream(Reason.values()).map(reason -> "REASON_" + reason.name());
        var theirs = Arrays.stream(io.isobar.proto.errors.v1.Reason.values())
                .filter(reason -> reason != io.isobar.proto.errors.v1.Reason.UNRECOGNIZED
                        && reason != io.isobar.proto.errors.v1.Reason.REASON_UNSPECIFIED)
                .map(Enum::name)
                .toList();

        assertThat(ours).containsExactlyInAnyOrderElementsOf(theirs);
    }

    @Test
    void readsBackWhatItWrote() {
        for (var reason : Reason.values()) {
            assertThat(ReasonCodec.fromProto(ReasonCodec.toProto(reason))).contains(reason);
        }
    }

    @Test
    void whatIsNotGivenOrNotKnownIsEmpty() {
        assertThat(ReasonCodec.fromProto(io.isobar.proto.errors.v1.Reason.REASON_UNSPECIFIED))
                .isEmpty();
        assertThat(ReasonCodec.fromProto(io.isobar.proto.errors.v1.Reason.UNRECOGNIZED))
                .isEmpty();
    }
}
