package io.isobar.broker.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    @Test
    void readsBackWhatItWrites() {
        for (var sampled : new boolean[] {true, false}) {
            var context = new TraceContext(TRACE, SPAN, sampled);
            assertThat(TraceContext.parse(context.toString())).contains(context);
        }
    }

    @Test
    void readsFlagsAndLaterVersionsAsFarAsTheyAreKnown() {
        assertThat(TraceContext.parse("00-" + TRACE + "-" + SPAN + "-03"))
                .contains(new TraceContext(TRACE, SPAN, true));
        assertThat(TraceContext.parse("cc-" + TRACE + "-" + SPAN + "-00-what-comes-later"))
                .contains(new TraceContext(TRACE, SPAN, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1"
            })
    void whatIsNoTraceParentIsNone(String text) {
        assertThat(TraceContext.parse(text)).isEmpty();
        assertThat(TraceContext.parse("00-" + TRACE + "-" + SPAN + "-01-" + "x".repeat(100_000)))
                .isEmpty();
    }
}
