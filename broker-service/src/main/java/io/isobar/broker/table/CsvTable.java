package io.isobar.broker.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A table of texts with named columns. */
public record CsvTable(String name, List<String> header, List<Row> rows) {
    /**
     * One row with as many cells as the header.
     *
     * @param line where it starts in its file, from 1
     */
    public record Row(int line, List<String> cells) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    public CsvTable {
        header = List.copyOf(header);
        rows = List.copyOf(rows);
    }

    /** Adds to {@code problems} every column that is unknown, given twice, or required and absent. */
    public void checkColumns(Set<String> known, Set<String> required, List<String> problems) {
        var seen = new HashSet<String>();
        for (String column : header) {
            if (!known.contains(column)) {
                problems.add(name + ": the column \"" + column + "\" is not known; known are "
                        + String.join(", ", known) + ".");
            }
            if (!seen.add(column)) {
                problems.add(name + ": the column \"" + column + "\" is there twice.");
            }
        }
        for (String column : required) {
            if (!seen.contains(column)) {
                problems.add(name + ": the column \"" + column + "\" is required and absent.");
            }
        }
    }

    /** The text of a cell; empty where the cell is, or where there is no such column. */
    public Optional<String> cell(Row row, String column) {
        int index = header.indexOf(column);
        return index < 0 || row.cells().get(index).isEmpty()
                ? Optional.empty()
                : Optional.of(row.cells().get(index));
    }

    /** The parts of a cell that are separated by semicolons. */
    public List<String> list(Row row, String column) {
        var parts = new ArrayList<String>();
        for (String part : cell(row, column).orElse("").split(";", -1)) {
            if (!part.isBlank()) {
                parts.add(part.strip());
            }
        }
        return parts;
    }

    public String place(Row row) {
        return name + ":" + row.line();
    }
}
