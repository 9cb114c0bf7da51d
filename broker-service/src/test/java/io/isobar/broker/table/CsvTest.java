package io.isobar.broker.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {
    private final List<String> problems = new ArrayList<>();

    @Test
    void readsQuotedCellsWithCommasQuotesAndLines() throws IOException {
        CsvTable table = read("a,b\r\n\"x, \"\"y\"\"\",\"1\n2\"\r\n,last");
        assertThat(problems).isEmpty();
        assertThat(table.rows()).hasSize(2);
        assertThat(table.cell(table.rows().getFirst(), "a")).contains("x, \"y\"");
        assertThat(table.cell(table.rows().getFirst(), "b")).contains("1\n2");
        assertThat(table.cell(table.rows().getLast(), "a")).isEmpty();
        assertThat(table.place(table.rows().getLast())).isEqualTo("t:4");
    }

    @Test
    void reportsRowsOfAnotherLengthAndOpenQuotesWithTheirLines() throws IOException {
        read("a,b\n1\n1,2,3\n\"x\"y,2\n\"open,2\n");
        assertThat(problems)
                .containsExactly(
                        "t:2: the row has 1 cells, the header has 2.",
                        "t:3: the row has 3 cells, the header has 2.",
                        "t:4: there is text after the end of a quoted cell.",
                        "t:5: a quoted cell does not end.",
                        "t:5: the row has 1 cells, the header has 2.");
    }

    private CsvTable read(String text) throws IOException {
        return Csv.read("t", new StringReader(text), problems);
    }
}
