package io.isobar.cli.problem;

import io.isobar.cli.text.Table;
import io.isobar.cli.text.Wrapped;
import java.util.ArrayList;
import java.util.List;

/** A problem as it is written to the error stream. */
public final class ProblemText {
    private static final int MOST_DETAILS = 200;

    private ProblemText() {}

    public static List<String> lines(Problem problem) {
        var lines = new ArrayList<>(Wrapped.lines("isobar: ", problem.what(), Table.WIDTH));
        problem.details().stream()
                .limit(MOST_DETAILS)
                .forEach(detail -> lines.addAll(Wrapped.lines("  ", detail, Table.WIDTH)));
        if (problem.details().size() > MOST_DETAILS) {
            lines.add("  and " + (problem.details().size() - MOST_DETAILS) + " more");
        }
        if (!problem.remedy().isEmpty()) {
            lines.addAll(Wrapped.lines("to do: ", problem.remedy(), Table.WIDTH));
        }
        return lines;
    }
}
