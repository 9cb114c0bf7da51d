package io.isobar.broker.manifest.slurm;

import java.util.ArrayList;
import java.util.List;

/** Splits the text behind {@code #SBATCH} into words: quotes hold blanks together, a backslash the next character. */
final class Words {
    private Words() {}

    /** The words up to a {@code #} that begins one; throws {@link IllegalArgumentException} for a quote without end. */
    static List<String> of(String text) {
        var words = new ArrayList<String>();
        int at = 0;
        while (true) {
            while (at < text.length() && isBlank(text.charAt(at))) {
                at++;
            }
            if (at == text.length() || text.charAt(at) == '#') {
                return words;
            }
            var word = new StringBuilder();
            at = readWord(text, at, word);
            words.add(word.toString());
        }
    }

    private static int readWord(String text, int from, StringBuilder word) {
        int at = from;
        char quote = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (quote == 0 && isBlank(c)) {
                return at;
            }
            if (c == '\\' && quote != '\'' && at < text.length()) {
                word.append(text.charAt(at++));
            } else if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else {
                word.append(c);
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("the quote " + quote + " does not end on the line");
        }
        return at;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
