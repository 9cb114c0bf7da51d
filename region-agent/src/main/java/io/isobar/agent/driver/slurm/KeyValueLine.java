package io.isobar.agent.driver.slurm;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * A line of {@code scontrol -o show}: {@code Key=Value} with blanks between. A value may hold blanks, so it ends where the next key
 * begins; of keys that are there twice the first counts, as free text stands last. Few of the keys of a line are asked for, and a large
 * cluster has thousands of lines: so nothing is taken from it before it is.
 */
record KeyValueLine(String line) {
    private static final int MOST_DIGITS = 18;

    Optional<String> text(String key) {
        int from = valueOf(key);
        if (from < 0) {
            return Optional.empty();
        }
        String value = line.substring(from, end(from)).strip();
        return value.isEmpty() || value.equals("(null)") ? Optional.empty() : Optional.of(value);
    }

    /** Empty where it is missing, or no number. */
    OptionalLong number(String key) {
        return text(key)
                .filter(value -> Digits.are(value, MOST_DIGITS))
                .map(value -> OptionalLong.of(Long.parseLong(value)))
                .orElse(OptionalLong.empty());
    }

    /** Where the value of a key begins; negative: there is no such key. */
    private int valueOf(String key) {
        int at = line.indexOf(key);
        while (at >= 0) {
            int end = at + key.length();
            if (end < line.length() && line.charAt(end) == '=' && (at == 0 || isBlank(line.charAt(at - 1)))) {
                return end + 1;
            }
            at = line.indexOf(key, end);
        }
        return at;
    }

    /** Where the next key begins after a value, or the line ends. */
    private int end(int from) {
        int word = from;
        for (int i = from; i < line.length(); i++) {
            char character = line.charAt(i);
            if (isBlank(character)) {
                word = i + 1;
            } else if (character == '=' && word > from && isKey(word, i)) {
                return word - 1;
            }
        }
        return line.length();
    }

    private boolean isKey(int from, int to) {
        if (from == to || !isLetter(line.charAt(from))) {
            return false;
        }
        for (int i = from; i < to; i++) {
            char character = line.charAt(i);
            if (!isLetter(character) && !isDigit(character) && "_/:".indexOf(character) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    private static boolean isBlank(char character) {
        return character == ' ' || (character >= '\t' && character <= '\r');
    }
}
