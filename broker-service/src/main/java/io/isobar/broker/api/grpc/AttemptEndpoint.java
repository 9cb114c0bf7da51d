package io.isobar.broker.api.grpc;

import io.grpc.stub.StreamObserver;
import io.isobar.broker.api.contract.AttemptCalls;
import io.isobar.broker.wire.StatusCodec;
import io.isobar.proto.execution.v1.AttemptServiceGrpc.AttemptServiceImplBase;
import io.isobar.proto.execution.v1.GetAttemptRequest;
import io.isobar.proto.execution.v1.GetAttemptResponse;
import io.isobar.proto.execution.v1.ListAttemptsRequest;
import io.isobar.proto.execution.v1.ListAttemptsResponse;

/** Attempts over gRPC. */
public final class AttemptEndpoint extends AttemptServiceImplBase {
    private final AttemptCalls calls;
    private final Answers answers;

    public AttemptEndpoint(AttemptCalls calls, StatusCodec statuses) {
        this.calls = calls;
        this.answers = new Answers(statuses);
    }

    @Override
    public void getAttempt(GetAttemptRequest request, StreamObserver<GetAttemptResponse> response) {
        answers.one(response, () -> calls.get(request));
    }

    @Override
    public void listAttempts(ListAttemptsRequest request, StreamObserver<ListAttemptsResponse> response) {
        answers.one(response, () -> calls.list(request));
    }
}
