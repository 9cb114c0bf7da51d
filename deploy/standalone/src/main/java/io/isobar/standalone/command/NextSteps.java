package io.isobar.standalone.command;

import io.isobar.standalone.supervisor.FederationState;
import io.isobar.standalone.supervisor.Home;

/** What to do with a federation that has just come up. */
final class NextSteps {
    private NextSteps() {}

    static String of(FederationState state, Home home, boolean enginesOnly) {
        String services = enginesOnly ? "" : """
                  command line   bin/isobar check
                  REST           %s
                  gRPC           %s
                """.formatted(state.restUrl(), state.grpcAddress());
        return """
                Ready after %.1f s.
                %s\
                  data and logs  %s
                  how it is      make status, make footprint
                  stop it        make down (the data are kept)
                """.formatted(state.readyAfterMs() / 1000.0, services, home.root());
    }
}
