package io.isobar.cli.verb;

import io.isobar.cli.text.Escapes;
import io.isobar.cli.text.Words;
import io.isobar.cli.view.WorkloadTable;
import io.isobar.proto.workload.v1.CancelRequest;
import io.isobar.proto.workload.v1.Workload;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code isobar cancel}. */
@Command(name = "cancel", description = "Stop workloads, in whatever state. What has ended stays as it is.")
final class Cancel implements Callable<Integer> {
    private final Isobar isobar;

    @Mixin
    private RequestIdOption requestId = new RequestIdOption();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "ID|NAME", arity = "1..*", description = "The workloads.")
    private List<String> ids = List.of();

    Cancel(Isobar isobar) {
        this.isobar = isobar;
    }

    @Override
    public Integer call() {
        var request = requestId.of(isobar.surroundings());
        return isobar.with(broker -> {
            for (var id : ids) {
                // One that fails ends it: the same command with the same request id goes on.
                var workload = broker.workloads()
                        .cancel(CancelRequest.newBuilder()
                                .setRequestId(ids.size() == 1 ? request : request + "." + id)
                                .setId(id)
                                .build())
                        .getWorkload();
                output.print(
                        isobar.surroundings(),
                        workload,
                        frame -> List.of(Escapes.line(sentence(workload))),
                        () -> List.of(workload.getId()));
            }
            return 0;
        });
    }

    private static String sentence(Workload workload) {
        var name = workload.getId() + " (" + workload.getSpec().getName() + ")";
        if (!WorkloadTable.isOver(workload)) {
            return name + " is being stopped: " + WorkloadTable.state(workload);
        }
        return switch (workload.getState()) {
            case WORKLOAD_STATE_CANCELLED -> name + " is cancelled";
            default -> name + " had ended before: " + Words.token(workload.getState());
        };
    }
}
