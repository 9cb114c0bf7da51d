package io.isobar.broker.api.rest;

import io.isobar.broker.api.contract.AttemptCalls;
import io.isobar.proto.execution.v1.GetAttemptRequest;
import io.isobar.proto.execution.v1.GetAttemptResponse;
import io.isobar.proto.execution.v1.ListAttemptsRequest;
import io.isobar.proto.execution.v1.ListAttemptsResponse;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Attempts over HTTP. */
@Path("/api/v1/attempts")
@Produces(Media.JSON)
@RunOnVirtualThread
@Limited
public class AttemptResource {
    private final AttemptCalls calls;

    AttemptResource(AttemptCalls calls) {
        this.calls = calls;
    }

    /** Lists attempts. */
    @GET
    @Operation(operationId = "listAttempts", summary = "Attempts, newest first")
    public ListAttemptsResponse list(
            @QueryParam("workloadId") @Nullable String workloadId,
            @QueryParam("region") @Nullable String region,
            @QueryParam("pageSize") @Nullable String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return calls.list(ListAttemptsRequest.newBuilder()
                .setWorkloadId(Parameters.text(workloadId))
                .setRegion(Parameters.text(region))
                .setPageSize(Parameters.integer("pageSize", pageSize))
                .setPageToken(Parameters.text(pageToken))
                .build());
    }

    /** Shows one attempt. */
    @GET
    @Path("/{id}")
    @Operation(operationId = "getAttempt", summary = "One attempt")
    public GetAttemptResponse get(@PathParam("id") String id) {
        return calls.get(GetAttemptRequest.newBuilder().setId(id).build());
    }
}
