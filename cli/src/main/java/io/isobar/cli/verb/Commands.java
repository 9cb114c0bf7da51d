package io.isobar.cli.verb;

import io.isobar.cli.problem.ExitCode;
import io.isobar.cli.problem.Problem;
import io.isobar.cli.problem.ProblemText;
import io.isobar.cli.shell.Outlet;
import io.isobar.cli.shell.Surroundings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** All verbs, and how a run of one ends. */
public final class Commands {
    private static final String DEBUG = "ISOBAR_DEBUG";
    private static final int WIDTH = 100;

    private Commands() {}

    /** Runs one command line; returns the exit code. Everything that goes wrong has been told by then. */
    public static int run(Surroundings surroundings, String... arguments) {
        var isobar = new Isobar(surroundings);
        var commands = build(isobar);
        var out = new StringWriter();
        commands.setOut(new PrintWriter(out));
        commands.setErr(new PrintWriter(out));
        commands.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        commands.setUsageHelpWidth(WIDTH);
        commands.setUsageHelpAutoWidth(false);
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setAbbreviatedOptionsAllowed(false);
        commands.setParameterExceptionHandler(usage(surroundings));
        commands.setExecutionExceptionHandler((failed, command, parsed) -> fail(failed, surroundings));
        try {
            int code = commands.execute(arguments);
            surroundings.out().text(out.toString());
            return code;
        } catch (Outlet.Closed nobodyReads) {
            return ExitCode.DONE;
        }
    }

    static CommandLine build(Isobar isobar) {
        var get = new CommandLine(new Get())
                .addSubcommand(new GetRegions(isobar))
                .addSubcommand(new GetPools(isobar))
                .addSubcommand(new GetProviders(isobar))
                .addSubcommand(new GetWorkloads(isobar))
                .addSubcommand(new GetAttempts(isobar))
                .addSubcommand(new GetOffers(isobar))
                .addSubcommand(new GetRates(isobar));
        var region = new CommandLine(new RegionVerb())
                .addSubcommand(new RegionCordon(isobar))
                .addSubcommand(new RegionUncordon(isobar))
                .addSubcommand(new RegionMaintain(isobar))
                .addSubcommand(new RegionReserve(isobar));
        return new CommandLine(isobar)
                .addSubcommand(new Check(isobar))
                .addSubcommand(get)
                .addSubcommand(new Describe(isobar))
                .addSubcommand(new Accelerators(isobar))
                .addSubcommand(new Offers(isobar))
                .addSubcommand(new Convert(isobar))
                .addSubcommand(new Plan(isobar))
                .addSubcommand(new Apply(isobar))
                .addSubcommand(new Explain(isobar))
                .addSubcommand(new Watch(isobar))
                .addSubcommand(new Logs(isobar))
                .addSubcommand(new Cancel(isobar))
                .addSubcommand(region)
                .addSubcommand(new Version(isobar))
                .addSubcommand(new Completion(isobar.surroundings()))
                .addSubcommand(new Help(isobar.surroundings()));
    }

    private static IParameterExceptionHandler usage(Surroundings surroundings) {
        return (wrong, arguments) -> {
            var command = wrong.getCommandLine();
            tell(
                    Problem.usage(
                            String.valueOf(wrong.getMessage()),
                            suggestions(wrong) + command.getCommandSpec().qualifiedName() + " --help shows the usage"),
                    surroundings);
            return ExitCode.USAGE;
        };
    }

    private static String suggestions(ParameterException wrong) {
        List<String> near =
                wrong instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        return near.isEmpty()
                ? ""
                : "did you mean " + String.join(" or ", near.stream().limit(3).toList()) + "? ";
    }

    private static int fail(Exception failed, Surroundings surroundings) {
        Throwable cause =
                failed instanceof ExecutionException && failed.getCause() != null ? failed.getCause() : failed;
        if (!surroundings.environment(DEBUG).isEmpty()) {
            var trace = new StringWriter();
            cause.printStackTrace(new PrintWriter(trace));
            surroundings.err().text(trace.toString());
        }
        return switch (cause) {
            case Outlet.Closed nobodyReads -> ExitCode.DONE;
            case Problem problem -> {
                tell(problem, surroundings);
                yield problem.exitCode();
            }
            default -> {
                tell(
                        new Problem(
                                ExitCode.FAILED,
                                "a fault of this program: " + cause,
                                "run it again with ISOBAR_DEBUG=1 and report what it shows"),
                        surroundings);
                yield ExitCode.FAILED;
            }
        };
    }

    private static void tell(Problem problem, Surroundings surroundings) {
        surroundings.err().lines(ProblemText.lines(problem));
    }
}
