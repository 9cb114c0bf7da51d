package io.isobar.cli.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToIntFunction;

/** Rows under titles, as wide as their cells need and no wider than asked: then the widest columns that may shrink do. */
public final class Table {
    /** The columns of a terminal that every table fits, unless it is asked to be wide. */
    public static final int WIDTH = 100;

    /** No limit: for {@code -o wide}. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(List<Column> columns) {
        this.columns = List.copyOf(columns);
    }

    public Table(Column... columns) {
        this(List.of(columns));
    }

    /** Adds a row; its cells come from anywhere and are escaped here. */
    public Table row(List<String> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(cells.size() + " cells for " + columns.size() + " columns");
        }
        rows.add(cells.stream().map(Escapes::line).toList());
        return this;
    }

    public Table row(String... cells) {
        return row(List.of(cells));
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Lines without ends, of at most {@code width} columns each. */
    public List<String> lines(int width) {
        return lines(width, "");
    }

    /** The same, each begun with {@code indent}. */
    public List<String> lines(int width, String indent) {
        var widths = widths(width == UNLIMITED ? UNLIMITED : width - indent.length());
        var lines = new ArrayList<String>();
        add(columns.stream().map(Column::title).toList(), widths, indent, lines);
        rows.forEach(row -> add(row, widths, indent, lines));
        return Collections.unmodifiableList(lines);
    }

    private int[] widths(int most) {
        var widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            int at = i;
            widths[i] = Math.max(
                    DisplayWidth.of(columns.get(i).title()),
                    rows.stream()
                            .mapToInt(row -> DisplayWidth.of(row.get(at)))
                            .max()
                            .orElse(0));
        }
        for (int over = total(widths) - most; most != UNLIMITED && over > 0; over--) {
            int widest = widestAbove(widths, Column::comfort);
            widest = widest < 0 ? widestAbove(widths, Column::least) : widest;
            if (widest < 0) {
                break;
            }
            widths[widest]--;
        }
        return widths;
    }

    /** The widest of the columns that are wider than their bound; below 0 where there is none. */
    private int widestAbove(int[] widths, ToIntFunction<Column> bound) {
        int widest = -1;
        for (int i = 0; i < widths.length; i++) {
            if (widths[i] > bound.applyAsInt(columns.get(i)) && (widest < 0 || widths[i] > widths[widest])) {
                widest = i;
            }
        }
        return widest;
    }

    private static int total(int[] widths) {
        int total = GAP.length() * (widths.length - 1);
        for (int width : widths) {
            total += width;
        }
        return total;
    }

    private void add(List<String> cells, int[] widths, String indent, List<String> lines) {
        var line = new StringBuilder(indent);
        for (int i = 0; i < widths.length; i++) {
            line.append(i == 0 ? "" : GAP);
            if (columns.get(i).wraps()) {
                lines.addAll(Wrapped.lines(
                        line.toString(),
                        cells.get(i),
                        widths[i] == UNLIMITED ? UNLIMITED : DisplayWidth.of(line.toString()) + widths[i]));
                return;
            }
            var cell = DisplayWidth.cut(cells.get(i), widths[i]);
            var padding = " ".repeat(widths[i] - DisplayWidth.of(cell));
            line.append(columns.get(i).align() == Align.LEFT ? cell + padding : padding + cell);
        }
        lines.add(line.toString().stripTrailing());
    }
}
