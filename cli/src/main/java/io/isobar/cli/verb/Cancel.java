package io.isobar.cli.verb;

import com.google.protobuf.MessageOrBuilder;
import io.isobar.cli.broker.Broker;
import io.isobar.cli.text.Escapes;
import io.isobar.cli.text.Words;
import io.isobar.cli.view.WorkloadTable;
import io.isobar.proto.workload.v1.CancelRequest;
import io.isobar.proto.workload.v1.ListResponse;
import io.isobar.proto.workload.v1.Workload;
import java.util.ArrayList;
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
            if (ids.size() == 1) {
                show(cancel(broker, ids.getFirst(), request));
            } else {
                several(broker, request);
            }
            return 0;
        });
    }

    /** One that fails ends it: the same command with the same request id goes on. Those stopped before it are shown all the same. */
    private void several(Broker broker, String request) {
        var stopped = new ArrayList<Workload>();
        try {
            for (var id : ids) {
                var workload = cancel(broker, id, request + "." + id);
                stopped.add(workload);
                if (!output.isOneDocument()) {
                    show(workload);
                }
            }
        } finally {
            if (output.isOneDocument() && !stopped.isEmpty()) {
                show(ListResponse.newBuilder().addAllWorkloads(stopped), stopped);
            }
        }
    }

    private static Workload cancel(Broker broker, String id, String request) {
        return broker.workloads()
                .cancel(CancelRequest.newBuilder()
                        .setRequestId(request)
                        .setId(id)
                        .build())
                .getWorkload();
    }

    private void show(Workload workload) {
        show(workload, List.of(workload));
    }

    private void show(MessageOrBuilder record, List<Workload> workloads) {
        output.print(
                isobar.surroundings(),
                record,
                frame -> workloads.stream()
                        .map(workload -> Escapes.line(sentence(workload)))
                        .toList(),
                () -> workloads.stream().map(Workload::getId).toList());
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
