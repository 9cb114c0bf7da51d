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
@Command(name = "cancel", description = "Stop a workload, in whatever state. One that has ended stays as it is.")
final class Cancel implements Callable<Integer> {
    private final Isobar isobar;

    @Mixin
    private RequestIdOption requestId = new RequestIdOption();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "ID|NAME", description = "The workload.")
    private String id = "";

    Cancel(Isobar isobar) {
        this.isobar = isobar;
    }

    @Override
    public Integer call() {
        var request = CancelRequest.newBuilder()
                .setRequestId(requestId.of(isobar.surroundings()))
                .setId(id)
                .build();
        return isobar.with(broker -> {
            var workload = broker.workloads().cancel(request).getWorkload();
            output.print(
                    isobar.surroundings(),
                    workload,
                    frame -> List.of(Escapes.line(sentence(workload))),
                    () -> List.of(workload.getId()));
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
