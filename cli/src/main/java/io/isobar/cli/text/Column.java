package io.isobar.cli.text;

/**
 * A column of a table.
 *
 * @param least columns of the terminal that it keeps however narrow the table must be
 * @param comfort columns that it keeps until no other column has more than its own comfort; at least {@code least}
 * @param wraps a cell that is too long goes on in the next line; otherwise it is cut
 */
public record Column(String title, Align align, int least, int comfort, boolean wraps) {
    public Column {
        if (least < 1) {
            throw new IllegalArgumentException("a column keeps at least 1, not " + least);
        }
        if (comfort < least) {
            throw new IllegalArgumentException("comfort of " + comfort + " below the least of " + least);
        }
    }

    /** Never cut: a number or a word that is useless in part. */
    public static Column whole(String title) {
        return new Column(title, Align.LEFT, Integer.MAX_VALUE, Integer.MAX_VALUE, false);
    }

    /** Never cut, and flush right. */
    public static Column number(String title) {
        return new Column(title, Align.RIGHT, Integer.MAX_VALUE, Integer.MAX_VALUE, false);
    }

    /** Cut down to {@code least} where there is not enough room. */
    public static Column text(String title, int least) {
        return new Column(title, Align.LEFT, least, least, false);
    }

    /** Cut down to {@code comfort} with the others, and further only when they have given what they can: a name that is typed. */
    public static Column name(String title, int least, int comfort) {
        return new Column(title, Align.LEFT, least, comfort, false);
    }

    /** Broken into lines where there is not enough room; the last column of its table. */
    public static Column sentence(String title) {
        return new Column(title, Align.LEFT, 24, 24, true);
    }
}
