package io.isobar.cli.samples;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.isobar.proto.errors.v1.Reason;
import io.isobar.proto.execution.v1.LogChunk;
import io.isobar.proto.execution.v1.OutputStream;
import io.isobar.proto.workload.v1.CancelRequest;
import io.isobar.proto.workload.v1.CancelResponse;
import io.isobar.proto.workload.v1.ConvertRequest;
import io.isobar.proto.workload.v1.ConvertResponse;
import io.isobar.proto.workload.v1.ExplainRequest;
import io.isobar.proto.workload.v1.ExplainResponse;
import io.isobar.proto.workload.v1.GetRequest;
import io.isobar.proto.workload.v1.GetResponse;
import io.isobar.proto.workload.v1.LogsRequest;
import io.isobar.proto.workload.v1.LogsResponse;
import io.isobar.proto.workload.v1.PlanRequest;
import io.isobar.proto.workload.v1.PlanResponse;
import io.isobar.proto.workload.v1.SubmitRequest;
import io.isobar.proto.workload.v1.SubmitResponse;
import io.isobar.proto.workload.v1.WatchRequest;
import io.isobar.proto.workload.v1.WatchResponse;
import io.isobar.proto.workload.v1.Workload;
import io.isobar.proto.workload.v1.WorkloadServiceGrpc.WorkloadServiceImplBase;
import io.isobar.proto.workload.v1.WorkloadState;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers what a test has put in; keeps what it was asked. */
public class FakeWorkloads extends WorkloadServiceImplBase {
    /** What one call of a stream does: gives these, then ends well, or with the error. */
    public record Script<T>(List<T> answers, @Nullable StatusRuntimeException end) {}

    public final List<SubmitRequest> submitted = new CopyOnWriteArrayList<>();
    public final List<PlanRequest> planned = new CopyOnWriteArrayList<>();
    public final List<CancelRequest> cancelled = new CopyOnWriteArrayList<>();
    public final List<ExplainRequest> explained = new CopyOnWriteArrayList<>();
    public final List<LogsRequest> asked = new CopyOnWriteArrayList<>();
    public final Queue<StatusRuntimeException> failSubmits = new ConcurrentLinkedQueue<>();
    /** By workload. */
    public final Map<String, StatusRuntimeException> failCancels = new ConcurrentHashMap<>();

    public final Queue<Script<Workload>> watches = new ConcurrentLinkedQueue<>();
    public final Queue<Script<LogChunk>> logs = new ConcurrentLinkedQueue<>();
    public final Queue<Workload> gets = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile String leader = "";
    public volatile PlanResponse plan = Plans.placed();
    public volatile ConvertResponse conversion = ConvertResponse.getDefaultInstance();
    public volatile @Nullable StatusRuntimeException refusal;
    public volatile ExplainResponse explanation = ExplainResponse.getDefaultInstance();

    /** So many calls are refused first, as by a broker that waits for the lead, which another has. */
    public void waitsFor(int calls, String leaderAddress) {
        leader = leaderAddress;
        waiting.set(calls);
    }

    private boolean isWaiting(StreamObserver<?> answer) {
        if (waiting.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
            return false;
        }
        answer.onError(Refusal.of(
                Code.FAILED_PRECONDITION, "NOT_LEADER", "this broker waits for the lead", Map.of("leader", leader)));
        return true;
    }

    public static LogChunk chunk(OutputStream stream, long offset, String text) {
        return LogChunk.newBuilder()
                .setStream(stream)
                .setOffset(offset)
                .setData(ByteString.copyFromUtf8(text))
                .build();
    }

    @Override
    public void plan(PlanRequest request, StreamObserver<PlanResponse> answer) {
        planned.add(request);
        answer(answer, plan);
    }

    @Override
    public void convert(ConvertRequest request, StreamObserver<ConvertResponse> answer) {
        answer(answer, conversion);
    }

    @Override
    public void submit(SubmitRequest request, StreamObserver<SubmitResponse> answer) {
        submitted.add(request);
        var failure = failSubmits.poll();
        if (failure != null) {
            answer.onError(failure);
            return;
        }
        answer(
                answer,
                SubmitResponse.newBuilder()
                        .setWorkload(Records.workload(
                                "w-0123456789", WorkloadState.WORKLOAD_STATE_QUEUED, Reason.REASON_ACCEPTED, 1))
                        .build());
    }

    @Override
    public void cancel(CancelRequest request, StreamObserver<CancelResponse> answer) {
        cancelled.add(request);
        var failure = failCancels.get(request.getId());
        if (failure != null) {
            answer.onError(failure);
            return;
        }
        answer(
                answer,
                CancelResponse.newBuilder()
                        .setWorkload(Records.workload(
                                request.getId(),
                                WorkloadState.WORKLOAD_STATE_CANCELLED,
                                Reason.REASON_CANCELLED_BY_USER,
                                9))
                        .build());
    }

    @Override
    public void explain(ExplainRequest request, StreamObserver<ExplainResponse> answer) {
        explained.add(request);
        answer(answer, explanation);
    }

    /** The next of what was put in; the last stays. */
    @Override
    public void get(GetRequest request, StreamObserver<GetResponse> answer) {
        if (isWaiting(answer)) {
            return;
        }
        var next = gets.size() > 1 ? gets.poll() : gets.peek();
        answer(
                answer,
                GetResponse.newBuilder()
                        .setWorkload(next == null ? Workload.getDefaultInstance() : next)
                        .build());
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<WatchResponse> answer) {
        if (isWaiting(answer)) {
            return;
        }
        play(
                answer,
                watches.poll(),
                workload -> WatchResponse.newBuilder().setWorkload(workload).build());
    }

    @Override
    public void logs(LogsRequest request, StreamObserver<LogsResponse> answer) {
        if (isWaiting(answer)) {
            return;
        }
        asked.add(request);
        play(
                answer,
                logs.poll(),
                chunk -> LogsResponse.newBuilder().setChunk(chunk).build());
    }

    private static <F, T> void play(StreamObserver<T> answer, @Nullable Script<F> script, Function<F, T> wrap) {
        if (script == null) {
            answer.onCompleted();
            return;
        }
        script.answers().forEach(item -> answer.onNext(wrap.apply(item)));
        if (script.end() == null) {
            answer.onCompleted();
        } else {
            answer.onError(script.end());
        }
    }

    private <T> void answer(StreamObserver<T> answer, T value) {
        var refused = refusal;
        if (refused != null) {
            answer.onError(refused);
            return;
        }
        answer.onNext(value);
        answer.onCompleted();
    }
}
