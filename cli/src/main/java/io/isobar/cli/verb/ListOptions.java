package io.isobar.cli.verb;

import io.isobar.cli.broker.Pages;
import io.isobar.cli.problem.Problem;
import io.isobar.cli.shell.Surroundings;
import io.isobar.cli.text.Amounts;
import picocli.CommandLine.Option;

/** How much of a list is read. */
final class ListOptions {
    private static final int MOST = 1_000_000;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "At most so many, the first of the list (default: ${DEFAULT-VALUE}).")
    private int limit = 10_000;

    int limit() {
        if (limit < 1 || limit > MOST) {
            throw Problem.usage("--limit is " + limit, "give 1 to " + MOST);
        }
        return limit;
    }

    /** Says so where a list goes on. */
    void tellOfMore(Pages<?> pages, Surroundings surroundings) {
        if (pages.cut()) {
            surroundings.err().line("isobar: these are the first " + Amounts.count(limit) + "; --limit N shows more");
        }
    }
}
