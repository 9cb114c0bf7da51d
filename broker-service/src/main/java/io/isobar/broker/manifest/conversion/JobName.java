package io.isobar.broker.manifest.conversion;

import java.util.Locale;

/** Names of jobs as names of workloads: 1 to 63 lower-case letters, digits, hyphens and points. */
public final class JobName {
    private static final int LONGEST = 63;

    private JobName() {}

    /** The nearest name that a workload may have; {@code fallback} where nothing of it remains. */
    public static String of(String name, String fallback) {
        var plain = new StringBuilder();
        for (int i = 0; i < name.length() && plain.length() < LONGEST; i++) {
            char c = name.toLowerCase(Locale.ROOT).charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            boolean allowed = letter || c == '.';
            boolean follows = !plain.isEmpty() && isLetter(plain.charAt(plain.length() - 1));
            if (allowed && (letter || follows)) {
                plain.append(c);
            } else if (follows) {
                plain.append('-');
            }
        }
        while (!plain.isEmpty() && !isLetter(plain.charAt(plain.length() - 1))) {
            plain.setLength(plain.length() - 1);
        }
        return plain.isEmpty() ? fallback : plain.toString();
    }

    /** The name of one task of an array: that of the job, shortened where it must be, and the task's index. */
    public static String ofTask(String job, int index) {
        var suffix = "-" + index;
        return of(job.substring(0, Math.min(job.length(), LONGEST - suffix.length())), job) + suffix;
    }

    private static boolean isLetter(char c) {
        return c != '-' && c != '.';
    }
}
