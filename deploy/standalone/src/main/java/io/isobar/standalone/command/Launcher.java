package io.isobar.standalone.command;

import io.isobar.standalone.federation.FederationException;
import io.isobar.standalone.part.PartFailure;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Understands a command line and does what it says. */
public final class Launcher {
    private static final int FAILED = 1;
    private static final int BAD_INPUT = 2;

    private Launcher() {}

    /** The exit code: 0 done, 1 failed, 2 usage or bad input. Errors say what failed and what to do. */
    public static int call(List<String> words, PrintStream out, PrintStream err) throws InterruptedException {
        try {
            return dispatch(words, Arguments.parse(words), out);
        } catch (UsageException e) {
            err.println("isobar-standalone: " + e.getMessage() + "; see isobar-standalone help");
            return BAD_INPUT;
        } catch (FederationException e) {
            err.println("isobar-standalone: " + e.getMessage());
            return BAD_INPUT;
        } catch (PartFailure | UncheckedIOException e) {
            err.println(
                    "isobar-standalone: " + e.getMessage() + (e.getCause() == null ? "" : " (" + e.getCause() + ")"));
            return FAILED;
        }
    }

    private static int dispatch(List<String> words, Arguments arguments, PrintStream out) throws InterruptedException {
        if (arguments.command().equals("help")) {
            out.println(Arguments.USAGE);
            return 0;
        }
        Installation installation = Installation.find();
        var home = installation.home();
        return switch (arguments.command()) {
            case "up" -> new StartCommand(installation, arguments, out).up(words);
            case "run", StartCommand.SUPERVISE -> new StartCommand(installation, arguments, out).run();
            case "down" -> new DownCommand(home, out).down();
            case "status" -> new StatusCommand(home, out).status();
            case "footprint" -> new StatusCommand(home, out).footprint();
            case "restart" -> new PartCommand(home, arguments.part().orElseThrow(), out).restart();
            case "kill" -> new PartCommand(home, arguments.part().orElseThrow(), out).kill();
            default -> throw new UsageException("unknown command " + arguments.command());
        };
    }
}
