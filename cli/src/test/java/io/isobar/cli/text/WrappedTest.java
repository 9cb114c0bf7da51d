package io.isobar.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WrappedTest {
    @Test
    void linesAfterTheFirstStandUnderIt() {
        assertThat(Wrapped.lines("to do: ", "one two three four", 16))
                .containsExactly("to do: one two", "       three", "       four");
    }

    @Test
    void anEmptyTextIsItsBeginning() {
        assertThat(Wrapped.lines("x: ", "", 20)).containsExactly("x:");
    }
}
