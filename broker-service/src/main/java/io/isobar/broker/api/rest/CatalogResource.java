package io.isobar.broker.api.rest;

import io.isobar.broker.api.contract.CatalogCalls;
import io.isobar.proto.catalog.v1.GetAcceleratorRequest;
import io.isobar.proto.catalog.v1.GetAcceleratorResponse;
import io.isobar.proto.catalog.v1.ListAcceleratorsRequest;
import io.isobar.proto.catalog.v1.ListAcceleratorsResponse;
import io.isobar.proto.catalog.v1.ResolveAcceleratorRequest;
import io.isobar.proto.catalog.v1.ResolveAcceleratorResponse;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** The catalogue of accelerators over HTTP. */
@Path("/api/v1")
@Produces(Media.JSON)
@RunOnVirtualThread
@Limited
public class CatalogResource {
    private final CatalogCalls calls;

    CatalogResource(CatalogCalls calls) {
        this.calls = calls;
    }

    /** Lists accelerators. */
    @GET
    @Path("/accelerators")
    @Operation(operationId = "listAccelerators", summary = "The catalogue of accelerators")
    public ListAcceleratorsResponse list(
            @QueryParam("vendor") @Nullable String vendor,
            @QueryParam("stack") @Nullable String stack,
            @QueryParam("pageSize") @Nullable String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return calls.list(ListAcceleratorsRequest.newBuilder()
                .setVendor(Parameters.text(vendor))
                .setStack(Parameters.text(stack))
                .setPageSize(Parameters.integer("pageSize", pageSize))
                .setPageToken(Parameters.text(pageToken))
                .build());
    }

    /** Shows one accelerator. */
    @GET
    @Path("/accelerators/{name}")
    @Operation(operationId = "getAccelerator", summary = "Everything known about one accelerator")
    public GetAcceleratorResponse get(@PathParam("name") String name) {
        return calls.get(GetAcceleratorRequest.newBuilder().setName(name).build());
    }

    /** Says what a spelling means. */
    @GET
    @Path("/spellings")
    @Operation(operationId = "resolveAccelerator", summary = "What a spelling means, and how it was understood")
    public ResolveAcceleratorResponse resolve(@QueryParam("text") @Nullable String text) {
        return calls.resolve(ResolveAcceleratorRequest.newBuilder()
                .setText(Parameters.text(text))
                .build());
    }
}
