package io.isobar.agent.wiring;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the agent begins: {@code run}, the default, or a look at what would be run, which starts neither service nor regions. */
@QuarkusMain
public final class Main {
    /** Done, and nothing is bad. */
    static final int GOOD = 0;

    /** Something that was looked at is bad. */
    static final int BAD = 1;

    /** The command line or the configuration is not understood. */
    static final int NOT_UNDERSTOOD = 2;

    static final String LOCATIONS = "smallrye.config.locations";
    private static final String USAGE = """
            usage: isobar-agent [VERB] [FILE]
              run       serve the configured regions (default)
              discover  print what they would advertise; changes nothing
              check     test every link, and say what to do where one is bad
            FILE is a properties file (docs/configuration.md). Without it: what SMALLRYE_CONFIG_LOCATIONS names.
            """;

    private Main() {}

    /** Ends the process with 0, 1 where something is bad, 2 where it does not understand what it is to do. */
    public static void main(String... arguments) {
        String verb = arguments.length == 0 ? "run" : arguments[0];
        if (arguments.length == 2) {
            Path file = Path.of(arguments[1]).toAbsolutePath();
            if (!Files.isReadable(file)) {
                System.err.println("isobar-agent: cannot read " + file + "; name the agent's properties file");
                System.exit(NOT_UNDERSTOOD);
            }
            // A comma would begin a second location.
            System.setProperty(LOCATIONS, file.toUri().toString().replace(",", "%2C"));
        }
        if (arguments.length > 2) {
            System.exit(usage(System.err, NOT_UNDERSTOOD));
        }
        switch (verb) {
            case "run" -> Quarkus.run();
            case "discover" -> System.exit(new Onboarding(System.out, System.err).discover());
            case "check" -> System.exit(new Onboarding(System.out, System.err).check());
            case "help", "--help", "-h" -> System.exit(usage(System.out, GOOD));
            default -> System.exit(usage(System.err, NOT_UNDERSTOOD));
        }
    }

    private static int usage(PrintStream to, int code) {
        to.print(USAGE);
        to.flush();
        return code;
    }
}
