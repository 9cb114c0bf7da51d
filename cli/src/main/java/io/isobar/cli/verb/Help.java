package io.isobar.cli.verb;

import io.isobar.cli.problem.Problem;
import io.isobar.cli.shell.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code isobar help}. */
@Command(name = "help", description = "What a verb takes: the same as VERB --help.")
final class Help implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(arity = "0..*", paramLabel = "VERB", description = "The verb; none for all of them.")
    private List<String> verbs = new ArrayList<>();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    Help(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        CommandLine command = spec.root().commandLine();
        for (var verb : verbs) {
            var next = command.getSubcommands().get(verb);
            if (next == null) {
                throw Problem.usage(
                        "there is no verb \"" + verb + "\"",
                        command.getCommandSpec().qualifiedName() + " --help lists them");
            }
            command = next;
        }
        surroundings.out().text(command.getUsageMessage());
        return 0;
    }
}
