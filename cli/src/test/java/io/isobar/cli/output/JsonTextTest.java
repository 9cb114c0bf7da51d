package io.isobar.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.proto.execution.v1.Attempt;
import io.isobar.proto.region.v1.ListRegionsResponse;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    @Test
    void anEmptyListIsOneToAScript() {
        assertThat(JsonText.line(ListRegionsResponse.getDefaultInstance()))
                .isEqualTo("{\"regions\":[],\"nextPageToken\":\"\"}");
    }

    @Test
    void whatIsNotKnownStaysAwayAndWhatIsZeroDoesNot() {
        assertThat(JsonText.line(Attempt.getDefaultInstance())).doesNotContain("exitCode", "startedAt");
        assertThat(JsonText.line(Attempt.newBuilder().setExitCode(0).build())).contains("\"exitCode\":0");
    }
}
