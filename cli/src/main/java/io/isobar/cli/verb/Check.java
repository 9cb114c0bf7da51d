package io.isobar.cli.verb;

import com.google.protobuf.Duration;
import io.grpc.StatusRuntimeException;
import io.isobar.cli.broker.Broker;
import io.isobar.cli.problem.ExitCode;
import io.isobar.cli.problem.Problem;
import io.isobar.cli.problem.StatusProblems;
import io.isobar.cli.text.Times;
import io.isobar.cli.view.CheckTable;
import io.isobar.proto.region.v1.CheckLinksRequest;
import io.isobar.proto.region.v1.CheckLinksResponse;
import io.isobar.proto.region.v1.LinkCheck;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code isobar check}. */
@Command(name = "check", description = "Look at every link: to the broker, its database, Kafka, each region.")
final class Check implements Callable<Integer> {
    private final Isobar isobar;

    @Mixin
    private OutputOptions output = new OutputOptions();

    Check(Isobar isobar) {
        this.isobar = isobar;
    }

    @Override
    public Integer call() {
        return isobar.with(broker -> {
            var checks = look(broker);
            output.printTable(
                    isobar.surroundings(),
                    checks,
                    frame -> CheckTable.of(checks.getChecksList()),
                    () -> checks.getChecksList().stream()
                            .map(check -> check.getKind() + "/" + check.getName())
                            .toList(),
                    "links");
            boolean good = checks.getChecksList().stream().allMatch(LinkCheck::getGood);
            return good ? ExitCode.DONE : ExitCode.FAILED;
        });
    }

    /** What the broker found, after what was found of the broker itself. */
    private CheckLinksResponse look(Broker broker) {
        var begun = isobar.surroundings().clock().instant();
        var found = CheckLinksResponse.newBuilder();
        var own = LinkCheck.newBuilder()
                .setKind("connection")
                .setName(broker.address().toString());
        try {
            var links = broker.regions().checkLinks(CheckLinksRequest.getDefaultInstance());
            return found.addChecks(
                            own.setGood(true).setFinding("the broker answers").setTook(since(begun)))
                    .addAllChecks(links.getChecksList())
                    .build();
        } catch (StatusRuntimeException failed) {
            Problem problem = StatusProblems.of(failed, broker.address().toString());
            if (problem.exitCode() == ExitCode.UNREACHABLE) {
                throw failed;
            }
            // It is reached, and cannot look: that is a finding too.
            return found.addChecks(own.setGood(false)
                            .setFinding(problem.what())
                            .setRemedy(problem.remedy())
                            .setTook(since(begun)))
                    .build();
        }
    }

    private Duration since(Instant begun) {
        var took =
                java.time.Duration.between(begun, isobar.surroundings().clock().instant());
        return Times.duration(took);
    }
}
