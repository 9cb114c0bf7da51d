package io.isobar.broker.catalog;

/** Order of versions by their numbers: 2.9 is before 2.10. */
final class Versions {
    private Versions() {}

    /** Compares the leading dotted numbers; whatever is not a number ends the comparison. */
    static int compare(String left, String right) {
        String[] a = left.split("[.+-]");
        String[] b = right.split("[.+-]");
        for (int i = 0; i < Math.max(a.length, b.length); i++) {
            int order = Integer.compare(number(a, i), number(b, i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int number(String[] parts, int index) {
        if (index >= parts.length || parts[index].isEmpty() || parts[index].length() > 9) {
            return 0;
        }
        int value = 0;
        for (int i = 0; i < parts[index].length(); i++) {
            char c = parts[index].charAt(i);
            if (c < '0' || c > '9') {
                return value;
            }
            value = value * 10 + (c - '0');
        }
        return value;
    }
}
