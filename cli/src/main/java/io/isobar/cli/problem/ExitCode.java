package io.isobar.cli.problem;

/** How the program ends; an interface that scripts rely on. */
public final class ExitCode {
    public static final int DONE = 0;

    /** It failed, or the workload did. */
    public static final int FAILED = 1;

    /** Wrong usage or bad input. */
    public static final int USAGE = 2;

    public static final int NOT_PLACEABLE = 3;
    public static final int NOT_FOUND = 4;

    /** By policy or quota. */
    public static final int REFUSED = 5;

    /** The broker does not answer. */
    public static final int UNREACHABLE = 6;

    private ExitCode() {}
}
