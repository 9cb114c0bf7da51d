package io.isobar.broker.api.grpc;

import io.grpc.stub.StreamObserver;
import io.isobar.broker.api.contract.RegionCalls;
import io.isobar.broker.wire.StatusCodec;
import io.isobar.proto.region.v1.CheckLinksRequest;
import io.isobar.proto.region.v1.CheckLinksResponse;
import io.isobar.proto.region.v1.CordonRegionRequest;
import io.isobar.proto.region.v1.CordonRegionResponse;
import io.isobar.proto.region.v1.GetRegionRequest;
import io.isobar.proto.region.v1.GetRegionResponse;
import io.isobar.proto.region.v1.ListOffersRequest;
import io.isobar.proto.region.v1.ListOffersResponse;
import io.isobar.proto.region.v1.ListPoolsRequest;
import io.isobar.proto.region.v1.ListPoolsResponse;
import io.isobar.proto.region.v1.ListProvidersRequest;
import io.isobar.proto.region.v1.ListProvidersResponse;
import io.isobar.proto.region.v1.ListRegionsRequest;
import io.isobar.proto.region.v1.ListRegionsResponse;
import io.isobar.proto.region.v1.MaintainRegionRequest;
import io.isobar.proto.region.v1.MaintainRegionResponse;
import io.isobar.proto.region.v1.RegionServiceGrpc.RegionServiceImplBase;
import io.isobar.proto.region.v1.ReserveNodesRequest;
import io.isobar.proto.region.v1.ReserveNodesResponse;
import io.isobar.proto.region.v1.UncordonRegionRequest;
import io.isobar.proto.region.v1.UncordonRegionResponse;

/** Regions, pools and offers over gRPC. */
public final class RegionEndpoint extends RegionServiceImplBase {
    private final RegionCalls calls;
    private final Answers answers;

    public RegionEndpoint(RegionCalls calls, StatusCodec statuses) {
        this.calls = calls;
        this.answers = new Answers(statuses);
    }

    @Override
    public void getRegion(GetRegionRequest request, StreamObserver<GetRegionResponse> response) {
        answers.one(response, () -> calls.get(request));
    }

    @Override
    public void listRegions(ListRegionsRequest request, StreamObserver<ListRegionsResponse> response) {
        answers.one(response, () -> calls.list(request));
    }

    @Override
    public void listPools(ListPoolsRequest request, StreamObserver<ListPoolsResponse> response) {
        answers.one(response, () -> calls.pools(request));
    }

    @Override
    public void listProviders(ListProvidersRequest request, StreamObserver<ListProvidersResponse> response) {
        answers.one(response, () -> calls.providers(request));
    }

    @Override
    public void listOffers(ListOffersRequest request, StreamObserver<ListOffersResponse> response) {
        answers.one(response, () -> calls.offers(request));
    }

    @Override
    public void cordonRegion(CordonRegionRequest request, StreamObserver<CordonRegionResponse> response) {
        answers.one(response, () -> calls.cordon(request));
    }

    @Override
    public void uncordonRegion(UncordonRegionRequest request, StreamObserver<UncordonRegionResponse> response) {
        answers.one(response, () -> calls.uncordon(request));
    }

    @Override
    public void maintainRegion(MaintainRegionRequest request, StreamObserver<MaintainRegionResponse> response) {
        answers.one(response, () -> calls.maintain(request));
    }

    @Override
    public void reserveNodes(ReserveNodesRequest request, StreamObserver<ReserveNodesResponse> response) {
        answers.one(response, () -> calls.reserve(request));
    }

    @Override
    public void checkLinks(CheckLinksRequest request, StreamObserver<CheckLinksResponse> response) {
        answers.one(response, () -> calls.check(request));
    }
}
