package io.isobar.broker.api.grpc;

import io.grpc.stub.StreamObserver;
import io.isobar.broker.api.contract.WorkloadCalls;
import io.isobar.broker.wire.StatusCodec;
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
import io.isobar.proto.workload.v1.LogsRequest;
import io.isobar.proto.workload.v1.LogsResponse;
import io.isobar.proto.workload.v1.PlanRequest;
import io.isobar.proto.workload.v1.PlanResponse;
import io.isobar.proto.workload.v1.SubmitRequest;
import io.isobar.proto.workload.v1.SubmitResponse;
import io.isobar.proto.workload.v1.WatchRequest;
import io.isobar.proto.workload.v1.WatchResponse;
import io.isobar.proto.workload.v1.WorkloadServiceGrpc.WorkloadServiceImplBase;

/** Workloads over gRPC. */
public final class WorkloadEndpoint extends WorkloadServiceImplBase {
    private final WorkloadCalls calls;
    private final Answers answers;

    public WorkloadEndpoint(WorkloadCalls calls, StatusCodec statuses) {
        this.calls = calls;
        this.answers = new Answers(statuses);
    }

    @Override
    public void submit(SubmitRequest request, StreamObserver<SubmitResponse> response) {
        answers.one(response, () -> calls.submit(request, TraceParent.ofCaller()));
    }

    @Override
    public void plan(PlanRequest request, StreamObserver<PlanResponse> response) {
        answers.one(response, () -> calls.plan(request));
    }

    @Override
    public void convert(ConvertRequest request, StreamObserver<ConvertResponse> response) {
        answers.one(response, () -> calls.convert(request));
    }

    @Override
    public void get(GetRequest request, StreamObserver<GetResponse> response) {
        answers.one(response, () -> calls.get(request));
    }

    @Override
    public void list(ListRequest request, StreamObserver<ListResponse> response) {
        answers.one(response, () -> calls.list(request));
    }

    @Override
    public void listRates(ListRatesRequest request, StreamObserver<ListRatesResponse> response) {
        answers.one(response, () -> calls.rates(request));
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<WatchResponse> response) {
        answers.many(response, sink -> calls.watch(request, sink));
    }

    @Override
    public void logs(LogsRequest request, StreamObserver<LogsResponse> response) {
        answers.many(response, sink -> calls.logs(request, sink));
    }

    @Override
    public void cancel(CancelRequest request, StreamObserver<CancelResponse> response) {
        answers.one(response, () -> calls.cancel(request));
    }

    @Override
    public void explain(ExplainRequest request, StreamObserver<ExplainResponse> response) {
        answers.one(response, () -> calls.explain(request));
    }
}
