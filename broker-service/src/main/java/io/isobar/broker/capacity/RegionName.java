package io.isobar.broker.capacity;

/** Name of a region, unique in the federation: lower-case letters, digits and hyphens, 1 to 63 characters. */
public record RegionName(String value) implements Comparable<RegionName> {
    private static final int LONGEST = 63;

    public RegionName {
        if (!isName(value)) {
            throw new IllegalArgumentException(
                    "a name is 1 to 63 lower-case letters, digits and hyphens, and begins and ends with a letter or digit");
        }
    }

    /** Without a pattern: it is asked of every batch of telemetry. */
    public static boolean isName(String text) {
        int length = text.length();
        if (length == 0 || length > LONGEST || text.charAt(0) == '-' || text.charAt(length - 1) == '-') {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char letter = text.charAt(i);
            boolean isAllowed = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '-';
            if (!isAllowed) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compareTo(RegionName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
