package io.isobar.broker.workload;

import io.isobar.broker.catalog.Precision;
import io.isobar.broker.catalog.SoftwareStack;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the texts and counts of a request must be, whichever form it comes in. A rule answers null, or what is wrong and
 * how to write it, which follows the name of the field in a message.
 */
public final class FieldRules {
    public static final int LONGEST_NAME = 63;
    public static final int MOST_LABELS = 64;
    public static final int LONGEST_LABEL = 255;
    public static final int MOST_VARIANTS = 16;
    public static final int MOST_ALTERNATIVES = 64;
    public static final int MOST_ARGUMENTS = 4_096;
    public static final int MOST_VARIABLES = 1_024;
    /** What Linux takes as one argument, and what all of them together may come to. */
    public static final int LONGEST_COMMAND = 128 * 1_024;

    public static final int LONGEST_IMAGE = 512;
    public static final int MOST_PRECISIONS = 16;
    public static final int LONGEST_ACCELERATOR = 128;
    /** More than a thousand years; what lies above only makes bills overflow. */
    public static final double MOST_HOURS = 10_000_000;

    public static final int MOST_PLACES = 1_000;
    public static final int MOST_NEIGHBOUR_RULES = 16;
    public static final int MOST_DATA = 64;
    public static final int LONGEST_URI = 2_048;
    public static final int MOST_RETRIES = 100;
    public static final String NO_VARIANT = "names no way to run it; give at least one variant with a stack";
    public static final String NO_COMMAND = "is required where there is no image";
    public static final String NO_CAUSE =
            "names no outcome, so that it is never tried again; name one, or set limit to 0";

    public static final String NO_NEIGHBOUR = "selects everything; give labels, a name, or both";

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,255}");
    private static final Pattern VERSION = Pattern.compile("[0-9][0-9A-Za-z.+_-]{0,62}");
    private static final Pattern BLANK = Pattern.compile("\\s");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private FieldRules() {}

    /** PostgreSQL stores no NUL, and half a surrogate pair is no character. */
    public static @Nullable String textProblem(String text, int longest) {
        if (text.length() > longest) {
            return "has " + text.length() + " characters, more than " + longest;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == 0) {
                return "character " + (i + 1) + " is NUL";
            }
            if (isLoneSurrogate(text, i)) {
                return "character " + (i + 1) + " is half a surrogate pair";
            }
        }
        return null;
    }

    public static boolean isLoneSurrogate(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }

    /** Of a workload or a tenant. */
    public static @Nullable String nameProblem(String name) {
        return NAME.matcher(name).matches()
                ? null
                : "must be 1 to 63 lower-case letters, digits, hyphens and points, and begin and end with a letter or digit";
    }

    public static @Nullable String imageProblem(String image) {
        return BLANK.matcher(image).find() ? "has a blank in it" : null;
    }

    public static @Nullable String variableProblem(String name) {
        return VARIABLE.matcher(name).matches()
                ? null
                : "is no name of a variable; letters, digits and _ are, and no digit first";
    }

    public static @Nullable String driverProblem(String version) {
        return VERSION.matcher(version).matches()
                ? null
                : "is no version; write it as the driver does, such as 535.104";
    }

    public static @Nullable String countryProblem(String code) {
        return COUNTRIES.contains(code)
                ? null
                : "is no country; write the two upper-case letters of ISO 3166-1, such as CN";
    }

    /** What a workload can be built for, to be listed in a message. */
    public static String stackTokens() {
        return Arrays.stream(SoftwareStack.values())
                .filter(stack -> stack != SoftwareStack.UNKNOWN)
                .map(SoftwareStack::token)
                .collect(Collectors.joining(", "));
    }

    /** For a name of a precision that the catalogue does not know. */
    public static String unknownPrecision() {
        return "is no precision; known are "
                + Arrays.stream(Precision.values()).map(Precision::token).collect(Collectors.joining(", "));
    }
}
