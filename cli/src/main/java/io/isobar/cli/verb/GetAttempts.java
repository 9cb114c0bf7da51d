package io.isobar.cli.verb;

import io.isobar.cli.broker.Broker;
import io.isobar.cli.broker.Pages;
import io.isobar.cli.view.AttemptTable;
import io.isobar.proto.execution.v1.Attempt;
import io.isobar.proto.execution.v1.GetAttemptRequest;
import io.isobar.proto.execution.v1.ListAttemptsRequest;
import io.isobar.proto.execution.v1.ListAttemptsResponse;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code isobar get attempts}. */
@Command(
        name = "attempts",
        aliases = "attempt",
        description = "Attempts, newest first: state, outcome, exit code, where, how long.")
final class GetAttempts implements Callable<Integer> {
    private final Isobar isobar;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private ListOptions list = new ListOptions();

    @Option(names = "--workload", paramLabel = "ID", description = "Only of this workload.")
    private String workload = "";

    @Option(names = "--region", paramLabel = "NAME", description = "Only in this region.")
    private String region = "";

    @Parameters(arity = "0..1", paramLabel = "ID", description = "Only this attempt.")
    private String id = "";

    GetAttempts(Isobar isobar) {
        this.isobar = isobar;
    }

    @Override
    public Integer call() {
        return isobar.with(broker -> {
            if (id.isEmpty()) {
                all(broker);
            } else {
                one(broker);
            }
            return 0;
        });
    }

    private void one(Broker broker) {
        var attempt = broker.attempts()
                .getAttempt(GetAttemptRequest.newBuilder().setId(id).build())
                .getAttempt();
        output.printTable(
                isobar.surroundings(),
                attempt,
                frame -> AttemptTable.of(List.of(attempt), frame),
                () -> List.of(attempt.getId()),
                "attempts");
    }

    private void all(Broker broker) {
        var attempts = read(broker, workload, region, list.limit());
        output.printTable(
                isobar.surroundings(),
                ListAttemptsResponse.newBuilder().addAllAttempts(attempts.items()),
                frame -> AttemptTable.of(attempts.items(), frame),
                () -> attempts.items().stream().map(Attempt::getId).toList(),
                "attempts");
        list.tellOfMore(attempts, isobar.surroundings());
    }

    static Pages<Attempt> read(Broker broker, String workload, String region, int limit) {
        return Pages.read(
                limit,
                (token, size) -> broker.attempts()
                        .listAttempts(ListAttemptsRequest.newBuilder()
                                .setWorkloadId(workload)
                                .setRegion(region)
                                .setPageToken(token)
                                .setPageSize(size)
                                .build()),
                ListAttemptsResponse::getAttemptsList,
                ListAttemptsResponse::getNextPageToken);
    }
}
