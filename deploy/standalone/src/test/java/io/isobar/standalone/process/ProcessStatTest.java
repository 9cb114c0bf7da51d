package io.isobar.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessStatTest {
    private static final String TAIL = " 41 41 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 998877 1234 56 789\n";

    @Test
    void readsPastAnyCommandName() {
        assertThat(ProcessStat.parse("42 (a) b (c) S 17" + TAIL)).isEqualTo(new ProcessStat('S', 17, 998_877));
    }

    @Test
    void takesADefunctProcessForEnded() {
        assertThat(ProcessStat.parse("42 (java) Z 1" + TAIL).running()).isFalse();
        assertThat(ProcessStat.parse("42 (java) D 1" + TAIL).running()).isTrue();
    }
}
