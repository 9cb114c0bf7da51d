package io.isobar.broker.capacity;

import java.util.regex.Pattern;

/** Name of a region, unique in the federation: lower-case letters, digits and hyphens, 1 to 63 characters. */
public record RegionName(String value) implements Comparable<RegionName> {
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    public RegionName {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a name is 1 to 63 lower-case letters, digits and hyphens, and begins and ends with a letter or digit");
        }
    }

    public static boolean isName(String text) {
        return SHAPE.matcher(text).matches();
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
