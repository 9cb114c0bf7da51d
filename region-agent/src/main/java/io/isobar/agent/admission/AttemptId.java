package io.isobar.agent.admission;

import java.util.regex.Pattern;

/** The id of an attempt: its workload's id, a hyphen and its epoch. Also a folder name, hence the narrow form. */
public record AttemptId(String value) {
    private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,126}");

    public AttemptId {
        if (!isId(value)) {
            throw new IllegalArgumentException("an attempt id must be 1 to 127 lower-case letters, digits and hyphens");
        }
    }

    /** Whether it has the form of one. */
    public static boolean isId(String text) {
        return FORM.matcher(text).matches();
    }

    /** The workload that the id names, which is the id itself where it carries no epoch. */
    public WorkloadId workload() {
        int hyphen = value.lastIndexOf('-');
        return new WorkloadId(hyphen <= 0 ? value : value.substring(0, hyphen));
    }

    @Override
    public String toString() {
        return value;
    }
}
