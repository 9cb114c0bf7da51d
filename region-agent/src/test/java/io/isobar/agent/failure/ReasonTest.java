package io.isobar.agent.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReasonTest {
    @Test
    void saysNothingThatTheWireContractCannotSay() {
        List<String> wire = Arrays.stream(io.isobar.proto.errors.v1.Reason.values())
                .map(Enum::name)
                .filter(name -> !name.equals("UNRECOGNIZED") && !name.equals("REASON_UNSPECIFIED"))
                .map(name -> name.substring("REASON_".length()))
                .toList();

        assertThat(wire)
                .containsAll(Arrays.stream(Reason.values()).map(Enum::name).toList());
    }
}
