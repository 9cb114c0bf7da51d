package io.isobar.broker.api.contract;

import io.isobar.broker.operations.WorkloadOperations;
import io.isobar.broker.wire.AttemptCodec;
import io.isobar.broker.wire.PageScope;
import io.isobar.broker.wire.PageSize;
import io.isobar.proto.execution.v1.GetAttemptRequest;
import io.isobar.proto.execution.v1.GetAttemptResponse;
import io.isobar.proto.execution.v1.ListAttemptsRequest;
import io.isobar.proto.execution.v1.ListAttemptsResponse;

/** The calls of {@code isobar.execution.v1.AttemptService}. They block and throw {@link io.isobar.broker.failure.Failure}. */
public final class AttemptCalls {
    private final WorkloadOperations operations;

    public AttemptCalls(WorkloadOperations operations) {
        this.operations = operations;
    }

    public GetAttemptResponse get(GetAttemptRequest request) {
        return GetAttemptResponse.newBuilder()
                .setAttempt(AttemptCodec.toProto(operations.attempt(request.getId())))
                .build();
    }

    public ListAttemptsResponse list(ListAttemptsRequest request) {
        var scope = PageScope.of("attempts", request.getWorkloadId(), request.getRegion());
        var page = operations.attempts(
                request.getWorkloadId().isEmpty() ? null : request.getWorkloadId(),
                request.getRegion().isEmpty() ? null : request.getRegion(),
                scope.next(request.getPageToken()),
                PageSize.of(request.getPageSize()));
        return ListAttemptsResponse.newBuilder()
                .addAllAttempts(page.items().stream().map(AttemptCodec::toProto).toList())
                .setNextPageToken(scope.token(page.next()))
                .build();
    }
}
