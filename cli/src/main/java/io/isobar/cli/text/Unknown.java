package io.isobar.cli.text;

/** How a value that is not known reads. Never as zero. */
public final class Unknown {
    /** In a cell. */
    public static final String MARK = "-";

    /** In a sentence. */
    public static final String WORD = "unknown";

    private Unknown() {}

    /** The text, or the mark where it is empty. */
    public static String orMark(String text) {
        return text.isEmpty() ? MARK : text;
    }
}
