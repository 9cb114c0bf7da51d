package io.isobar.standalone.command;

import io.isobar.standalone.supervisor.FederationState;
import io.isobar.standalone.supervisor.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What to do with a federation that has just come up. */
final class NextSteps {
    private static final String USUAL_BROKER = "127.0.0.1:9090";

    private NextSteps() {}

    static String of(FederationState state, Home home, Path repository, boolean enginesOnly) {
        String services =
                enginesOnly ? "" : """
                  command line   %s check
                  REST           %s
                  gRPC           %s
                """.formatted(commandLine(state, repository), state.restUrl(), state.grpcAddress());
        return """
                Ready after %.1f s.
                %s\
                  data and logs  %s
                  how it is      make status, make footprint
                  stop it        make down (the data are kept)
                """.formatted(state.readyAfterMs() / 1000.0, services, home.root());
    }

    private static String commandLine(FederationState state, Path repository) {
        String program = Stream.of("bin/isobar", "cli/bin/isobar")
                .filter(path -> Files.isExecutable(repository.resolve(path)))
                .findFirst()
                .orElse("isobar");
        return state.grpcAddress().equals(USUAL_BROKER)
                ? program
                : "ISOBAR_BROKER=" + state.grpcAddress() + " " + program;
    }
}
