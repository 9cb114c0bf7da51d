package io.isobar.cli.verb;

import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code isobar version}. */
@Command(name = "version", description = "The version of this program.")
final class Version implements Callable<Integer> {
    private final Isobar isobar;

    Version(Isobar isobar) {
        this.isobar = isobar;
    }

    @Override
    public Integer call() {
        isobar.surroundings().out().line("isobar " + text() + " (Java " + Runtime.version() + ")");
        return 0;
    }

    /** From the jar's own manifest; there is none where classes are run from a folder. */
    private static String text() {
        return Objects.requireNonNullElse(
                Version.class.getPackage().getImplementationVersion(), "of an unpacked build");
    }
}
