package io.isobar.cli.verb;

import io.grpc.StatusRuntimeException;
import io.isobar.cli.broker.Broker;
import io.isobar.cli.broker.BrokerAddress;
import io.isobar.cli.problem.StatusProblems;
import io.isobar.cli.shell.Surroundings;
import java.io.File;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program: the options of every verb, and the way to the broker. */
@Command(
        name = "isobar",
        header = "Runs workloads where they run best: over regions, architectures and providers.",
        description = {
            "",
            "Bring a workload file: @|bold plan|@ shows where it would run and what it would cost, @|bold apply|@ runs it.",
            ""
        },
        synopsisSubcommandLabel = "VERB",
        commandListHeading = "%nVerbs:%n",
        optionListHeading = "Options of every verb:%n",
        footer = {
            "",
            "Exit codes: 0 done, 1 failed, 2 usage or bad input, 3 not placeable, 4 not found, 5 refused by policy or",
            "quota, 6 broker unreachable.",
        })
public final class Isobar {
    private static final String VARIABLE = "ISOBAR_BROKER";

    private final Surroundings surroundings;

    @Option(
            names = "--broker",
            paramLabel = "HOST:PORT",
            scope = ScopeType.INHERIT,
            description = "The broker, or several by commas (else ISOBAR_BROKER, else 127.0.0.1:9090).")
    private @Nullable String broker;

    @Option(
            names = "--tls-ca",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Connect with TLS; the broker's certificate is signed by one in this PEM file.")
    private @Nullable File authority;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this.")
    private boolean help;

    public Isobar(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    /** Works with a connection to the broker; a failed call becomes the problem that the user reads. */
    int with(ToIntFunction<Broker> work) {
        try (var connected = Broker.at(addresses(), authority, surroundings.pause())) {
            return with(connected, work);
        }
    }

    private static int with(Broker connected, ToIntFunction<Broker> work) {
        try {
            return work.applyAsInt(connected);
        } catch (StatusRuntimeException failed) {
            throw StatusProblems.of(failed, connected.address().toString());
        }
    }

    private List<BrokerAddress> addresses() {
        if (broker != null) {
            return BrokerAddress.parseAll(broker, "--broker");
        }
        var named = surroundings.environment(VARIABLE);
        return named.isEmpty() ? List.of(BrokerAddress.USUAL) : BrokerAddress.parseAll(named, VARIABLE);
    }

    /** The options that must be given again to reach the same broker. */
    String connectionOptions() {
        return (broker == null ? "" : " --broker " + broker) + (authority == null ? "" : " --tls-ca " + authority);
    }

    boolean isHelpWanted() {
        return help;
    }
}
