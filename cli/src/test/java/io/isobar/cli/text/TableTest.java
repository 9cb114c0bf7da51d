package io.isobar.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void chineseCharactersTakeTwoColumnsAndMarksNone() {
        assertThat(DisplayWidth.of("贵安")).isEqualTo(4);
        assertThat(DisplayWidth.of("e\u0301")).isEqualTo(1);
        assertThat(DisplayWidth.of("😀")).isEqualTo(2);
        assertThat(DisplayWidth.cut("贵安计算中心", 6)).isEqualTo("贵安…");
        assertThat(DisplayWidth.cut("abc", 3)).isEqualTo("abc");
    }

    @Test
    void columnsStandUnderTheirTitles() {
        var table = new Table(Column.text("NAME", 4), Column.number("N"), Column.whole("STATE"))
                .row("贵安", "1", "good")
                .row("b", "12", "BAD");
        assertThat(table.lines(Table.WIDTH)).containsExactly("NAME   N  STATE", "贵安   1  good", "b     12  BAD");
    }

    @Test
    void theWidestTextIsCutFirstAndNumbersNever() {
        var table = new Table(Column.text("A", 5), Column.text("B", 5), Column.number("N"))
                .row("a".repeat(60), "b".repeat(20), "1,234,567");
        var line = table.lines(50).getLast();
        assertThat(DisplayWidth.of(line)).isEqualTo(50);
        assertThat(line).contains("…").endsWith("1,234,567");
        assertThat(table.lines(Table.UNLIMITED).getLast()).contains("a".repeat(60));
    }

    @Test
    void aSentenceGoesOnInTheNextLine() {
        var lines = new Table(Column.whole("LINK"), Column.sentence("FINDING"))
                .row("kafka", "one two three four five six seven eight nine ten")
                .lines(40);
        assertThat(lines).allSatisfy(line -> assertThat(DisplayWidth.of(line)).isLessThanOrEqualTo(40));
        assertThat(lines.get(2)).startsWith("       ");
        assertThat(String.join(" ", lines)).contains("nine ten");
    }

    @Test
    void noTableIsWiderThanItMayBe() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            var table = new Table(
                    Column.text("FIRST", 6), Column.text("SECOND", 8), Column.number("N"), Column.sentence("WHY"));
            table.row(text(random), text(random), "12", text(random));
            assertThat(table.lines(Table.WIDTH))
                    .as("seed %d", seed)
                    .allSatisfy(line -> assertThat(DisplayWidth.of(line)).isLessThanOrEqualTo(Table.WIDTH));
        }
    }

    private static String text(Random random) {
        var text = new StringBuilder();
        for (int i = random.nextInt(120); i > 0; i--) {
            text.append(random.nextInt(8) == 0 ? ' ' : random.nextInt(4) == 0 ? '算' : 'x');
        }
        return text.toString();
    }
}
