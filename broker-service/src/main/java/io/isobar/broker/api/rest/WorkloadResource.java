package io.isobar.broker.api.rest;

import io.isobar.broker.api.contract.WorkloadCalls;
import io.isobar.broker.failure.Failure;
import io.isobar.proto.workload.v1.CancelRequest;
import io.isobar.proto.workload.v1.CancelResponse;
import io.isobar.proto.workload.v1.ConvertRequest;
import io.isobar.proto.workload.v1.ConvertResponse;
import io.isobar.proto.workload.v1.ExplainRequest;
import io.isobar.proto.workload.v1.ExplainResponse;
import io.isobar.proto.workload.v1.GetRequest;
import io.isobar.proto.workload.v1.GetResponse;
import io.isobar.proto.workload.v1.ListRatesRequest;
import io.isobar.proto.workload.v1.ListRatesResponse;
import io.isobar.proto.workload.v1.ListRequest;
import io.isobar.proto.workload.v1.ListResponse;
import io.isobar.proto.workload.v1.PlanRequest;
import io.isobar.proto.workload.v1.PlanResponse;
import io.isobar.proto.workload.v1.SubmitRequest;
import io.isobar.proto.workload.v1.SubmitResponse;
import io.isobar.proto.workload.v1.WorkloadState;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/** Workloads over HTTP. An id in a path may be a name: the newest workload of that name. */
@Path("/api/v1")
@Produces(Media.JSON)
@RunOnVirtualThread
@Limited
public class WorkloadResource {
    private static final String STATE = "WORKLOAD_STATE_";

    private final WorkloadCalls calls;

    WorkloadResource(WorkloadCalls calls) {
        this.calls = calls;
    }

    /** Accepts a workload. */
    @POST
    @Path("/workloads")
    @Consumes({Media.JSON, Media.YAML, Media.X_YAML, Media.TEXT_YAML, Media.SCRIPT, Media.TEXT_SCRIPT})
    @ResponseStatus(201)
    @Operation(operationId = "submit", summary = "Accepts a workload; it is durable before the answer")
    public SubmitResponse submit(
            SubmitRequest request,
            @HeaderParam("Request-Id") @Nullable String requestId,
            @HeaderParam("traceparent") @Nullable String traceParent,
            @QueryParam("acceptLosses") @Nullable String acceptLosses,
            @QueryParam("task") @Nullable String task,
            @Context UriInfo uri) {
        var asked = request.toBuilder()
                .setWorkload(Parameters.task(request.getWorkload(), task))
                .setRequestId(Parameters.requestId(request.getRequestId(), requestId))
                .setAcceptLosses(request.getAcceptLosses() || Parameters.flag("acceptLosses", acceptLosses, uri))
                .build();
        return calls.submit(asked, traceParent);
    }

    /** Says where it would run and what it would cost. */
    @POST
    @Path("/plan")
    @Consumes({Media.JSON, Media.YAML, Media.X_YAML, Media.TEXT_YAML, Media.SCRIPT, Media.TEXT_SCRIPT})
    @Operation(operationId = "plan", summary = "Where it would run and what it would cost; changes nothing")
    public PlanResponse plan(
            PlanRequest request,
            @QueryParam("acceptLosses") @Nullable String acceptLosses,
            @QueryParam("task") @Nullable String task,
            @Context UriInfo uri) {
        return calls.plan(request.toBuilder()
                .setWorkload(Parameters.task(request.getWorkload(), task))
                .setAcceptLosses(request.getAcceptLosses() || Parameters.flag("acceptLosses", acceptLosses, uri))
                .build());
    }

    /** Makes a workload file of a job file of another system. */
    @POST
    @Path("/convert")
    @Consumes({Media.JSON, Media.YAML, Media.X_YAML, Media.TEXT_YAML, Media.SCRIPT, Media.TEXT_SCRIPT})
    @Operation(operationId = "convert", summary = "The workload file of a job file, and what of it is lost")
    public ConvertResponse convert(ConvertRequest request, @QueryParam("task") @Nullable String task) {
        return calls.convert(request.toBuilder()
                .setWorkload(Parameters.task(request.getWorkload(), task))
                .build());
    }

    /** Lists workloads. */
    @GET
    @Path("/workloads")
    @Operation(operationId = "listWorkloads", summary = "Workloads, newest first")
    public ListResponse list(
            @QueryParam("tenant") @Nullable String tenant,
            @QueryParam("state") List<String> states,
            @QueryParam("pageSize") @Nullable String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return calls.list(ListRequest.newBuilder()
                .setTenant(Parameters.text(tenant))
                .addAllStates(states.stream().map(WorkloadResource::state).toList())
                .setPageSize(Parameters.integer("pageSize", pageSize))
                .setPageToken(Parameters.text(pageToken))
                .build());
    }

    /** Lists what runs have taught. */
    @GET
    @Path("/rates")
    @Operation(operationId = "listRates", summary = "How long families of workloads take by what is expected of them")
    public ListRatesResponse rates(
            @QueryParam("family") @Nullable String family,
            @QueryParam("tenant") @Nullable String tenant,
            @QueryParam("model") @Nullable String model,
            @QueryParam("pageSize") @Nullable String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return calls.rates(ListRatesRequest.newBuilder()
                .setFamily(Parameters.text(family))
                .setTenant(Parameters.text(tenant))
                .setModelId(Parameters.text(model))
                .setPageSize(Parameters.integer("pageSize", pageSize))
                .setPageToken(Parameters.text(pageToken))
                .build());
    }

    /** Shows one workload. */
    @GET
    @Path("/workloads/{id}")
    @Operation(operationId = "getWorkload", summary = "One workload with its last attempt")
    public GetResponse get(@PathParam("id") String id) {
        return calls.get(GetRequest.newBuilder().setId(id).build());
    }

    /** Explains one workload. */
    @GET
    @Path("/workloads/{id}/explanation")
    @Operation(operationId = "explain", summary = "Why it runs where it runs, or why it waits")
    public ExplainResponse explain(
            @PathParam("id") String id,
            @QueryParam("replay") @Nullable String replay,
            @QueryParam("epoch") @Nullable String epoch,
            @Context UriInfo uri) {
        return calls.explain(ExplainRequest.newBuilder()
                .setId(id)
                .setEpoch(Parameters.whole("epoch", epoch))
                .setReplay(Parameters.flag("replay", replay, uri))
                .build());
    }

    /** Stops one workload. */
    @POST
    @Path("/workloads/{id}/cancel")
    @Consumes(Media.JSON)
    @Operation(operationId = "cancel", summary = "Stops it, in whatever state")
    public CancelResponse cancel(
            @PathParam("id") String id,
            @HeaderParam("Request-Id") @Nullable String requestId,
            @Nullable CancelRequest request) {
        var asked = request == null ? CancelRequest.getDefaultInstance() : request;
        return calls.cancel(CancelRequest.newBuilder()
                .setId(Parameters.named("id", id, asked.getId()))
                .setRequestId(Parameters.requestId(asked.getRequestId(), requestId))
                .build());
    }

    private static WorkloadState state(String text) {
        try {
            return WorkloadState.valueOf(Parameters.constant(STATE, text));
        } catch (IllegalArgumentException unknown) {
            throw Failure.invalid(
                    "state", "must be QUEUED, PLACING, STARTING, RUNNING, SUCCEEDED, FAILED or CANCELLED");
        }
    }
}
