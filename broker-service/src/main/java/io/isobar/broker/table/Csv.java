package io.isobar.broker.table;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;

/**
 * A strict reader of comma-separated values as RFC 4180 has them: a header, rows of as many cells, cells quoted where
 * they hold a comma, a quote (doubled) or a line break.
 */
public final class Csv {
    private static final int LARGEST = 8 << 20;

    private final String name;
    private final String text;
    private int at;
    private int line = 1;

    private Csv(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /** Reads a whole table; adds to {@code problems} what is wrong with it, each with its line. */
    public static CsvTable read(String name, Reader reader, List<String> problems) throws IOException {
        var text = new StringBuilder();
        char[] buffer = new char[8_192];
        for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
            text.append(buffer, 0, n);
            if (text.length() > LARGEST) {
                problems.add(name + " has more than " + LARGEST + " characters.");
                return new CsvTable(name, List.of(), List.of());
            }
        }
        return new Csv(name, text.toString()).table(problems);
    }

    private CsvTable table(List<String> problems) {
        List<String> header = at < text.length() ? row(problems) : List.of();
        var rows = new ArrayList<CsvTable.Row>();
        while (at < text.length()) {
            int start = line;
            List<String> cells = row(problems);
            if (cells.size() == header.size()) {
                rows.add(new CsvTable.Row(start, cells));
            } else if (cells.size() > 1 || !cells.getFirst().isEmpty()) {
                problems.add(name + ":" + start + ": the row has " + cells.size() + " cells, the header has "
                        + header.size() + ".");
            }
        }
        return new CsvTable(name, header, rows);
    }

    private List<String> row(List<String> problems) {
        var cells = new ArrayList<String>();
        while (true) {
            cells.add(at < text.length() && text.charAt(at) == '"' ? quoted(problems) : plain());
            if (at >= text.length()) {
                return cells;
            }
            char c = text.charAt(at++);
            if (c == '\r' && at < text.length() && text.charAt(at) == '\n') {
                c = text.charAt(at++);
            }
            if (c != ',') {
                line++;
                return cells;
            }
        }
    }

    private String plain() {
        int start = at;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at).strip();
    }

    private String quoted(List<String> problems) {
        var cell = new StringBuilder();
        int start = line;
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                if (at < text.length() && text.charAt(at) == '"') {
                    at++;
                } else {
                    plainAfterQuote(problems);
                    return cell.toString().strip();
                }
            }
            if (c == '\n') {
                line++;
            }
            cell.append(c);
        }
        problems.add(name + ":" + start + ": a quoted cell does not end.");
        return cell.toString();
    }

    private void plainAfterQuote(List<String> problems) {
        if (!plain().isEmpty()) {
            problems.add(name + ":" + line + ": there is text after the end of a quoted cell.");
        }
    }
}
