package io.isobar.cli.verb;

import io.isobar.cli.shell.Surroundings;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code isobar completion}. */
@Command(
        name = "completion",
        description =
                "Completion for bash and zsh: put @|bold source <(isobar completion)|@ into ~/.bashrc or ~/.zshrc.")
final class Completion implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    Completion(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        surroundings.out().line(AutoComplete.bash("isobar", spec.root().commandLine()));
        return 0;
    }
}
