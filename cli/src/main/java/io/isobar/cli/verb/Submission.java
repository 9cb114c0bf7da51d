package io.isobar.cli.verb;

import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.isobar.cli.broker.Broker;
import io.isobar.cli.problem.Problem;
import io.isobar.cli.problem.StatusProblems;
import io.isobar.cli.shell.Surroundings;
import io.isobar.cli.trace.CommandSpan;
import io.isobar.proto.workload.v1.SubmitRequest;
import io.isobar.proto.workload.v1.Workload;
import io.isobar.proto.workload.v1.WorkloadServiceGrpc.WorkloadServiceBlockingStub;
import java.time.Duration;
import java.util.ArrayList;

/** Submits, and again where the answer was lost: the request id makes sure that it happens once. */
final class Submission {
    private static final int TRIES = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    private Submission() {}

    static Workload submit(Broker broker, Surroundings surroundings, SubmitRequest request) {
        try (var span = CommandSpan.of("apply", surroundings)) {
            return submit(broker.workloads().withInterceptors(span.calls()), broker, surroundings, request);
        }
    }

    private static Workload submit(
            WorkloadServiceBlockingStub traced, Broker broker, Surroundings surroundings, SubmitRequest request) {
        for (int tries = 1; ; tries++) {
            try {
                return traced.withDeadlineAfter(Broker.CALL).submit(request).getWorkload();
            } catch (StatusRuntimeException failed) {
                boolean mayBeAccepted = failed.getStatus().getCode() == Code.UNAVAILABLE
                        || failed.getStatus().getCode() == Code.DEADLINE_EXCEEDED;
                if (!mayBeAccepted) {
                    throw failed;
                }
                if (tries == TRIES) {
                    throw unknown(StatusProblems.of(failed, broker.address().toString()), request.getRequestId());
                }
                pause(surroundings, FIRST_PAUSE.multipliedBy(1L << tries));
                broker.connectNow();
            }
        }
    }

    private static Problem unknown(Problem problem, String requestId) {
        var details = new ArrayList<>(problem.details());
        details.add("it was tried " + TRIES + " times; whether it was accepted is not known");
        return new Problem(
                problem.exitCode(),
                problem.what(),
                details,
                "run the same command with --request-id " + requestId + " once the broker answers: nothing is submitted"
                        + " twice");
    }

    private static void pause(Surroundings surroundings, Duration pause) {
        try {
            surroundings.pause().of(pause);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", stopped);
        }
    }
}
