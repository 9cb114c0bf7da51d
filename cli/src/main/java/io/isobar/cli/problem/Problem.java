package io.isobar.cli.problem;

import java.io.Serial;
import java.util.List;

/** Something that a user can understand and, mostly, mend. */
public final class Problem extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final int exitCode;
    private final List<String> details;
    private final String remedy;

    /**
     * What is told.
     *
     * @param what what failed, with the numbers, on one line
     * @param details one line each; may be empty
     * @param remedy what to do; may be empty
     */
    public Problem(int exitCode, String what, List<String> details, String remedy) {
        super(what);
        this.exitCode = exitCode;
        this.details = List.copyOf(details);
        this.remedy = remedy;
    }

    public Problem(int exitCode, String what, String remedy) {
        this(exitCode, what, List.of(), remedy);
    }

    public static Problem usage(String what, String remedy) {
        return new Problem(ExitCode.USAGE, what, remedy);
    }

    public static Problem notFound(String kind, String name) {
        return new Problem(
                ExitCode.NOT_FOUND, "no " + kind + " \"" + name + "\"", "isobar get " + kind + "s lists what there is");
    }

    public int exitCode() {
        return exitCode;
    }

    public String what() {
        return String.valueOf(getMessage());
    }

    public List<String> details() {
        return details;
    }

    public String remedy() {
        return remedy;
    }
}
