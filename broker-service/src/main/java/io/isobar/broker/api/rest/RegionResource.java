package io.isobar.broker.api.rest;

import io.isobar.broker.api.contract.RegionCalls;
import io.isobar.proto.region.v1.CordonRegionRequest;
import io.isobar.proto.region.v1.CordonRegionResponse;
import io.isobar.proto.region.v1.GetRegionRequest;
import io.isobar.proto.region.v1.GetRegionResponse;
import io.isobar.proto.region.v1.ListRegionsRequest;
import io.isobar.proto.region.v1.ListRegionsResponse;
import io.isobar.proto.region.v1.MaintainRegionRequest;
import io.isobar.proto.region.v1.MaintainRegionResponse;
import io.isobar.proto.region.v1.ReserveNodesRequest;
import io.isobar.proto.region.v1.ReserveNodesResponse;
import io.isobar.proto.region.v1.UncordonRegionRequest;
import io.isobar.proto.region.v1.UncordonRegionResponse;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Regions over HTTP. */
@Path("/api/v1/regions")
@Produces(Media.JSON)
@RunOnVirtualThread
@Limited
public class RegionResource {
    private final RegionCalls calls;

    RegionResource(RegionCalls calls) {
        this.calls = calls;
    }

    /** Lists regions. */
    @GET
    @Operation(operationId = "listRegions", summary = "Regions by name")
    public ListRegionsResponse list(
            @QueryParam("pageSize") @Nullable String pageSize, @QueryParam("pageToken") @Nullable String pageToken) {
        return calls.list(ListRegionsRequest.newBuilder()
                .setPageSize(Parameters.integer("pageSize", pageSize))
                .setPageToken(Parameters.text(pageToken))
                .build());
    }

    /** Shows one region. */
    @GET
    @Path("/{name}")
    @Operation(operationId = "getRegion", summary = "One region, whole")
    public GetRegionResponse get(@PathParam("name") String name) {
        return calls.get(GetRegionRequest.newBuilder().setName(name).build());
    }

    /** Keeps new work from a region. */
    @POST
    @Path("/{name}/cordon")
    @Consumes(Media.JSON)
    @Operation(operationId = "cordonRegion", summary = "No new work is placed there; what runs goes on")
    public CordonRegionResponse cordon(
            @PathParam("name") String name,
            @HeaderParam("Request-Id") @Nullable String requestId,
            @Nullable CordonRegionRequest request) {
        var asked = request == null ? CordonRegionRequest.getDefaultInstance() : request;
        return calls.cordon(asked.toBuilder()
                .setName(Parameters.named("name", name, asked.getName()))
                .setRequestId(Parameters.requestId(asked.getRequestId(), requestId))
                .build());
    }

    /** Takes the cordon back. */
    @POST
    @Path("/{name}/uncordon")
    @Consumes(Media.JSON)
    @Operation(operationId = "uncordonRegion", summary = "Takes the cordon back")
    public UncordonRegionResponse uncordon(
            @PathParam("name") String name,
            @HeaderParam("Request-Id") @Nullable String requestId,
            @Nullable UncordonRegionRequest request) {
        var asked = request == null ? UncordonRegionRequest.getDefaultInstance() : request;
        return calls.uncordon(asked.toBuilder()
                .setName(Parameters.named("name", name, asked.getName()))
                .setRequestId(Parameters.requestId(asked.getRequestId(), requestId))
                .build());
    }

    /** Reserves nodes of a pool, or takes a reservation back. */
    @POST
    @Path("/{name}/pools/{pool}/reserve")
    @Consumes(Media.JSON)
    @Operation(
            operationId = "reserveNodes",
            summary = "Reserves nodes of a pool for a tenant; with only a name, takes that reservation back.")
    public ReserveNodesResponse reserve(
            @PathParam("name") String name,
            @PathParam("pool") String pool,
            @HeaderParam("Request-Id") @Nullable String requestId,
            @Nullable ReserveNodesRequest request) {
        var asked = request == null ? ReserveNodesRequest.getDefaultInstance() : request;
        return calls.reserve(asked.toBuilder()
                .setRegion(Parameters.named("region", name, asked.getRegion()))
                .setPool(Parameters.named("pool", pool, asked.getPool()))
                .setRequestId(Parameters.requestId(asked.getRequestId(), requestId))
                .build());
    }

    /** Announces maintenance of a region, or takes it back. */
    @POST
    @Path("/{name}/maintain")
    @Consumes(Media.JSON)
    @Operation(operationId = "maintainRegion", summary = "Announces maintenance; without one, takes it back")
    public MaintainRegionResponse maintain(
            @PathParam("name") String name,
            @HeaderParam("Request-Id") @Nullable String requestId,
            @Nullable MaintainRegionRequest request) {
        var asked = request == null ? MaintainRegionRequest.getDefaultInstance() : request;
        return calls.maintain(asked.toBuilder()
                .setName(Parameters.named("name", name, asked.getName()))
                .setRequestId(Parameters.requestId(asked.getRequestId(), requestId))
                .build());
    }
}
