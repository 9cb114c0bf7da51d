package io.isobar.cli.verb;

import io.isobar.cli.broker.Broker;
import io.isobar.cli.broker.Pages;
import io.isobar.cli.view.WorkloadTable;
import io.isobar.proto.workload.v1.GetRequest;
import io.isobar.proto.workload.v1.ListRequest;
import io.isobar.proto.workload.v1.ListResponse;
import io.isobar.proto.workload.v1.Workload;
import io.isobar.proto.workload.v1.WorkloadState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code isobar get workloads}. */
@Command(
        name = "workloads",
        aliases = "workload",
        description = "Workloads, newest first: state, why, where, how often tried.")
final class GetWorkloads implements Callable<Integer> {
    private final Isobar isobar;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private ListOptions list = new ListOptions();

    @Option(names = "--tenant", paramLabel = "NAME", description = "Only of this tenant.")
    private String tenant = "";

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            description = "Only in these states: ${COMPLETION-CANDIDATES}.")
    private List<State> states = new ArrayList<>();

    @Parameters(arity = "0..1", paramLabel = "ID|NAME", description = "Only this workload.")
    private String id = "";

    GetWorkloads(Isobar isobar) {
        this.isobar = isobar;
    }

    /** The states as they are typed. */
    enum State {
        QUEUED(WorkloadState.WORKLOAD_STATE_QUEUED),
        PLACING(WorkloadState.WORKLOAD_STATE_PLACING),
        STARTING(WorkloadState.WORKLOAD_STATE_STARTING),
        RUNNING(WorkloadState.WORKLOAD_STATE_RUNNING),
        SUCCEEDED(WorkloadState.WORKLOAD_STATE_SUCCEEDED),
        FAILED(WorkloadState.WORKLOAD_STATE_FAILED),
        CANCELLED(WorkloadState.WORKLOAD_STATE_CANCELLED);

        private final WorkloadState state;

        State(WorkloadState state) {
            this.state = state;
        }
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
        var workload = broker.workloads()
                .get(GetRequest.newBuilder().setId(id).build())
                .getWorkload();
        output.printTable(
                isobar.surroundings(),
                workload,
                frame -> WorkloadTable.of(List.of(workload), frame),
                () -> List.of(workload.getId()),
                "workloads");
    }

    private void all(Broker broker) {
        var workloads = Pages.read(
                list.limit(),
                (token, size) -> broker.workloads()
                        .list(ListRequest.newBuilder()
                                .setTenant(tenant)
                                .addAllStates(states.stream()
                                        .map(state -> state.state)
                                        .toList())
                                .setPageToken(token)
                                .setPageSize(size)
                                .build()),
                ListResponse::getWorkloadsList,
                ListResponse::getNextPageToken);
        output.printTable(
                isobar.surroundings(),
                ListResponse.newBuilder().addAllWorkloads(workloads.items()),
                frame -> WorkloadTable.of(workloads.items(), frame),
                () -> workloads.items().stream().map(Workload::getId).toList(),
                "workloads");
        list.tellOfMore(workloads, isobar.surroundings());
    }
}
