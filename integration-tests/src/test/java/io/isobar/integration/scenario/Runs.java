package io.isobar.integration.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.StatusRuntimeException;
import io.isobar.proto.execution.v1.Attempt;
import io.isobar.proto.execution.v1.ListAttemptsRequest;
import io.isobar.proto.execution.v1.OutputStream;
import io.isobar.proto.region.v1.CheckLinksRequest;
import io.isobar.proto.region.v1.LinkCheck;
import io.isobar.proto.resource.v1.Range;
import io.isobar.proto.workload.v1.CancelRequest;
import io.isobar.proto.workload.v1.ExplainRequest;
import io.isobar.proto.workload.v1.ExplainResponse;
import io.isobar.proto.workload.v1.GetRequest;
import io.isobar.proto.workload.v1.LogsRequest;
import io.isobar.proto.workload.v1.PlacementRules;
import io.isobar.proto.workload.v1.ReplayResult;
import io.isobar.proto.workload.v1.Resources;
import io.isobar.proto.workload.v1.SubmitRequest;
import io.isobar.proto.workload.v1.Variant;
import io.isobar.proto.workload.v1.Work;
import io.isobar.proto.workload.v1.Workload;
import io.isobar.proto.workload.v1.WorkloadSource;
import io.isobar.proto.workload.v1.WorkloadSpec;
import io.isobar.proto.workload.v1.WorkloadState;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;

/** What a user does with workloads. */
public record Runs(Federation federation) {
    static final Set<WorkloadState> OVER = Set.of(
            WorkloadState.WORKLOAD_STATE_SUCCEEDED,
            WorkloadState.WORKLOAD_STATE_FAILED,
            WorkloadState.WORKLOAD_STATE_CANCELLED);

    public static WorkloadSpec command(String region, String... command) {
        return WorkloadSpec.newBuilder()
                .setName("scenario")
                .setResources(
                        Resources.newBuilder().setMillicpus(Range.newBuilder().setMinimum(100)))
                .addVariants(Variant.newBuilder().setStack("cpu").addAllCommand(List.of(command)))
                .setPlacement(PlacementRules.newBuilder().addRegions(region))
                .build();
    }

    /** Takes all of a node of one core, for so long. */
    public static WorkloadSpec oneCore(String region, double hours) {
        return command(region, "simulated").toBuilder()
                .setResources(
                        Resources.newBuilder().setMillicpus(Range.newBuilder().setMinimum(1000)))
                .setWork(Work.newBuilder().setHours(hours))
                .build();
    }

    public Workload submit(WorkloadSpec spec) {
        return submit(UUID.randomUUID().toString(), spec);
    }

    Workload submit(String requestId, WorkloadSpec spec) {
        return federation
                .workloads()
                .submit(SubmitRequest.newBuilder()
                        .setRequestId(requestId)
                        .setWorkload(WorkloadSource.newBuilder().setSpec(spec))
                        .build())
                .getWorkload();
    }

    /** Why it runs or waits; its decision comes out again of its inputs. */
    ExplainResponse explainedAgain(String id) {
        var explained = federation
                .workloads()
                .explain(ExplainRequest.newBuilder().setId(id).setReplay(true).build());
        assertThat(explained.getReplay().getResult())
                .as(explained.getReplay().getSummary())
                .isEqualTo(ReplayResult.REPLAY_RESULT_SAME);
        return explained;
    }

    Workload get(String id) {
        return federation
                .workloads()
                .get(GetRequest.newBuilder().setId(id).build())
                .getWorkload();
    }

    Workload cancel(String id) {
        return federation
                .workloads()
                .cancel(CancelRequest.newBuilder()
                        .setRequestId(UUID.randomUUID().toString())
                        .setId(id)
                        .build())
                .getWorkload();
    }

    Workload awaitState(String id, WorkloadState state) {
        return await(id, Set.of(state));
    }

    public Workload awaitEnd(String id) {
        return await(id, OVER);
    }

    /** Also while the broker is away. */
    private Workload await(String id, Set<WorkloadState> states) {
        return Awaitility.await(id + " reaches " + states)
                .atMost(Duration.ofMinutes(2))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsMatching(StatusRuntimeException.class::isInstance)
                .until(() -> get(id), workload -> states.contains(workload.getState()));
    }

    /** All attempts of a region, newest first. */
    List<Attempt> attempts(String region) {
        var all = new ArrayList<Attempt>();
        var token = "";
        do {
            var page = federation
                    .attempts()
                    .listAttempts(ListAttemptsRequest.newBuilder()
                            .setRegion(region)
                            .setPageSize(500)
                            .setPageToken(token)
                            .build());
            all.addAll(page.getAttemptsList());
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        return all;
    }

    /** The whole of it, to the end of the workload. */
    public String output(String id) {
        var all = new ByteArrayOutputStream();
        var request = LogsRequest.newBuilder()
                .setId(id)
                .setFollow(true)
                .setStream(OutputStream.OUTPUT_STREAM_STDOUT)
                .build();
        federation
                .workloads()
                .logs(request)
                .forEachRemaining(
                        response -> all.writeBytes(response.getChunk().getData().toByteArray()));
        return all.toString(StandardCharsets.UTF_8);
    }

    public void awaitAllLinksGood() {
        Awaitility.await("all links are good")
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(250))
                .ignoreExceptionsMatching(StatusRuntimeException.class::isInstance)
                .until(() ->
                        federation.regions().checkLinks(CheckLinksRequest.getDefaultInstance()).getChecksList().stream()
                                .allMatch(LinkCheck::getGood));
    }
}
