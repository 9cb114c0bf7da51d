package io.isobar.cli.text;

/**
 * A column of a table.
 *
 * @param least columns of the terminal that it keeps however narrow the table must be
 * @param wraps a cell that is too long goes on in the next line; otherwise it is cut
 */
public record Column(String title, Align align, int least, boolean wraps) {
    public Column {
        if (least < 1) {
            throw new IllegalArgumentException("a column keeps at least 1, not " + least);
        }
    }

    /** Never cut: a number or a word that is useless in part. */
    public static Column whole(String title) {
        return new Column(title, Align.LEFT, Integer.MAX_VALUE, false);
    }

    /** Never cut, and flush right. */
    public static Column number(String title) {
        return new Column(title, Align.RIGHT, Integer.MAX_VALUE, false);
    }

    /** Cut down to {@code least} where there is not enough room. */
    public static Column text(String title, int least) {
        return new Column(title, Align.LEFT, least, false);
    }

    /** Broken into lines where there is not enough room; the last column of its table. */
    public static Column sentence(String title) {
        return new Column(title, Align.LEFT, 24, true);
    }
}
