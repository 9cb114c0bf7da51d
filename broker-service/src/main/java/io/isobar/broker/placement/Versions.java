package io.isobar.broker.placement;

/** Compares versions of drivers: "535.104.05" is older than "560.35", "9" older than "10". */
final class Versions {
    private Versions() {}

    /** Number by number; what is not a number counts as text; a shorter version is older than its continuation. */
    static int compare(String one, String other) {
        var left = one.split("[.-]", -1);
        var right = other.split("[.-]", -1);
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            int order = comparePart(left[i], right[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.length, right.length);
    }

    private static int comparePart(String one, String other) {
        boolean numbers = isNumber(one) && isNumber(other);
        return numbers ? Long.compare(Long.parseLong(one), Long.parseLong(other)) : one.compareTo(other);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() < 19 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
