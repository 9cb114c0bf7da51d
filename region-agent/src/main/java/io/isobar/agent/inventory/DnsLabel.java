package io.isobar.agent.inventory;

import java.util.regex.Pattern;

/** The form that all names in the federation share. */
final class DnsLabel {
    private static final Pattern FORM = Pattern.compile("[a-z0-9-]{1,63}");

    private DnsLabel() {}

    static String check(String what, String value) {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(what + " '" + shorten(value)
                    + "' must be 1 to 63 lower-case letters, digits and hyphens (it has " + value.length()
                    + " characters)");
        }
        return value;
    }

    private static String shorten(String value) {
        return value.length() <= 80 ? value : value.substring(0, 80) + "…";
    }
}
