package io.isobar.broker.api.rest;

import io.isobar.broker.api.contract.RegionCalls;
import io.isobar.proto.region.v1.CheckLinksRequest;
import io.isobar.proto.region.v1.CheckLinksResponse;
import io.isobar.proto.region.v1.ListOffersRequest;
import io.isobar.proto.region.v1.ListOffersResponse;
import io.isobar.proto.region.v1.ListPoolsRequest;
import io.isobar.proto.region.v1.ListPoolsResponse;
import io.isobar.proto.region.v1.ListProvidersRequest;
import io.isobar.proto.region.v1.ListProvidersResponse;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** What the federation has, over all regions: pools, providers, offers, and the state of the links. */
@Path("/api/v1")
@Produces(Media.JSON)
@RunOnVirtualThread
@Limited
public class FederationResource {
    private final RegionCalls calls;

    FederationResource(RegionCalls calls) {
        this.calls = calls;
    }

    /** Lists pools. */
    @GET
    @Path("/pools")
    @Operation(operationId = "listPools", summary = "Pools by region, then by name")
    public ListPoolsResponse pools(
            @QueryParam("region") @Nullable String region,
            @QueryParam("pageSize") @Nullable String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return calls.pools(ListPoolsRequest.newBuilder()
                .setRegion(Parameters.text(region))
                .setPageSize(Parameters.integer("pageSize", pageSize))
                .setPageToken(Parameters.text(pageToken))
                .build());
    }

    /** Lists providers. */
    @GET
    @Path("/providers")
    @Operation(operationId = "listProviders", summary = "Providers by name")
    public ListProvidersResponse providers(
            @QueryParam("pageSize") @Nullable String pageSize, @QueryParam("pageToken") @Nullable String pageToken) {
        return calls.providers(ListProvidersRequest.newBuilder()
                .setPageSize(Parameters.integer("pageSize", pageSize))
                .setPageToken(Parameters.text(pageToken))
                .build());
    }

    /** Lists offers. */
    @GET
    @Path("/offers")
    @Operation(operationId = "listOffers", summary = "Who sells what, at which price")
    public ListOffersResponse offers(
            @QueryParam("accelerator") @Nullable String accelerator,
            @QueryParam("pageSize") @Nullable String pageSize,
            @QueryParam("pageToken") @Nullable String pageToken) {
        return calls.offers(ListOffersRequest.newBuilder()
                .setAccelerator(Parameters.text(accelerator))
                .setPageSize(Parameters.integer("pageSize", pageSize))
                .setPageToken(Parameters.text(pageToken))
                .build());
    }

    /** Looks at the links. */
    @GET
    @Path("/links")
    @Operation(operationId = "checkLinks", summary = "Looks at every link of the federation now")
    public CheckLinksResponse links() {
        return calls.check(CheckLinksRequest.getDefaultInstance());
    }
}
