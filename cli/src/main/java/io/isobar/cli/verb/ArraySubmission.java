package io.isobar.cli.verb;

import io.grpc.StatusRuntimeException;
import io.isobar.cli.broker.Broker;
import io.isobar.cli.problem.Problem;
import io.isobar.cli.problem.StatusProblems;
import io.isobar.cli.shell.Surroundings;
import io.isobar.cli.text.Amounts;
import io.isobar.proto.workload.v1.SubmitRequest;
import io.isobar.proto.workload.v1.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Submits the tasks of an array of jobs, several at a time. What fails first ends it; what was submitted by then stays, and the same
 * command with the same request id goes on.
 */
final class ArraySubmission {
    /** By one command; more would keep others waiting for minutes. */
    static final int MOST = 10_000;

    private static final int AT_A_TIME = 8;

    private final Broker broker;
    private final Surroundings surroundings;
    private final String requestId;
    private final AtomicReference<RuntimeException> failed = new AtomicReference<>();

    ArraySubmission(Broker broker, Surroundings surroundings, String requestId) {
        this.broker = broker;
        this.surroundings = surroundings;
        this.requestId = requestId;
    }

    /** The request id of one task. */
    static String requestId(String ofAll, int task) {
        return ofAll + "." + task;
    }

    /** The workloads in the order of the requests. */
    List<Workload> submit(List<SubmitRequest> requests) {
        var accepted = new AtomicReferenceArray<Workload>(requests.size());
        var places = new Semaphore(AT_A_TIME);
        try (var tasks = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < requests.size() && failed.get() == null; i++) {
                int place = i;
                places.acquireUninterruptibly();
                tasks.execute(() -> {
                    try {
                        if (failed.get() == null) {
                            accepted.set(place, Submission.submit(broker, surroundings, requests.get(place)));
                        }
                    } catch (RuntimeException first) {
                        failed.compareAndSet(null, first);
                    } finally {
                        places.release();
                    }
                });
            }
        }
        var workloads = new ArrayList<Workload>();
        for (int i = 0; i < requests.size(); i++) {
            if (accepted.get(i) != null) {
                workloads.add(accepted.get(i));
            }
        }
        var why = failed.get();
        if (why != null) {
            throw brokenOff(why, workloads.size(), requests.size());
        }
        return workloads;
    }

    private Problem brokenOff(RuntimeException why, int accepted, int all) {
        var problem =
                switch (why) {
                    case Problem known -> known;
                    case StatusRuntimeException status ->
                        StatusProblems.of(status, broker.address().toString());
                    default -> throw why;
                };
        var details = new ArrayList<>(problem.details());
        details.add(Amounts.count(accepted) + " of " + Amounts.count(all) + " tasks were submitted before");
        return new Problem(
                problem.exitCode(),
                problem.what(),
                details,
                problem.remedy() + "; then run the same command with --request-id " + requestId
                        + ": it goes on, and submits nothing twice");
    }
}
