package io.isobar.agent.onboarding;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells in columns as wide as their widest cell. */
final class TextTable {
    private static final String GAP = "  ";

    private final String indent;
    private final List<List<String>> rows = new ArrayList<>();

    TextTable(String indent, String... head) {
        this.indent = indent;
        row(head);
    }

    void row(String... cells) {
        rows.add(List.of(cells));
    }

    void to(StringBuilder text) {
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(indent);
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                line.append(cell).repeat(' ', width(column) - cell.length()).append(GAP);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }
}
