package io.isobar.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ColumnTest {
    @Test
    void aNameIsCutOnlyWhenTheOthersHaveGivenWhatTheyCan() {
        var table = new Table(Column.name("NAME", 4, 12), Column.text("NOTE", 4)).row("a".repeat(16), "b".repeat(16));

        assertThat(table.lines(22)).last().isEqualTo("aaaaaaaaaaa…  bbbbbbb…");
        assertThat(table.lines(18)).last().isEqualTo("aaaaaaaaaaa…  bbb…");
        assertThat(table.lines(14)).last().isEqualTo("aaaaaaa…  bbb…");
    }

    @Test
    void refusesAComfortBelowTheLeast() {
        assertThatThrownBy(() -> Column.name("NAME", 5, 4)).hasMessage("comfort of 4 below the least of 5");
    }
}
