package io.isobar.broker.api.grpc;

import io.grpc.stub.StreamObserver;
import io.isobar.broker.api.contract.CatalogCalls;
import io.isobar.broker.wire.StatusCodec;
import io.isobar.proto.catalog.v1.CatalogServiceGrpc.CatalogServiceImplBase;
import io.isobar.proto.catalog.v1.GetAcceleratorRequest;
import io.isobar.proto.catalog.v1.GetAcceleratorResponse;
import io.isobar.proto.catalog.v1.ListAcceleratorsRequest;
import io.isobar.proto.catalog.v1.ListAcceleratorsResponse;
import io.isobar.proto.catalog.v1.ResolveAcceleratorRequest;
import io.isobar.proto.catalog.v1.ResolveAcceleratorResponse;

/** The catalogue of accelerators over gRPC. */
public final class CatalogEndpoint extends CatalogServiceImplBase {
    private final CatalogCalls calls;
    private final Answers answers;

    public CatalogEndpoint(CatalogCalls calls, StatusCodec statuses) {
        this.calls = calls;
        this.answers = new Answers(statuses);
    }

    @Override
    public void listAccelerators(ListAcceleratorsRequest request, StreamObserver<ListAcceleratorsResponse> response) {
        answers.one(response, () -> calls.list(request));
    }

    @Override
    public void getAccelerator(GetAcceleratorRequest request, StreamObserver<GetAcceleratorResponse> response) {
        answers.one(response, () -> calls.get(request));
    }

    @Override
    public void resolveAccelerator(
            ResolveAcceleratorRequest request, StreamObserver<ResolveAcceleratorResponse> response) {
        answers.one(response, () -> calls.resolve(request));
    }
}
