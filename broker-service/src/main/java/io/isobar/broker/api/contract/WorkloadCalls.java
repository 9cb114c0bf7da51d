package io.isobar.broker.api.contract;

import com.google.protobuf.ByteString;
import io.isobar.broker.failure.Failure;
import io.isobar.broker.ledger.Request;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.manifest.ManifestPrinter;
import io.isobar.broker.manifest.conversion.Conversion;
import io.isobar.broker.manifest.conversion.JobFormat;
import io.isobar.broker.operations.Explanation;
import io.isobar.broker.operations.WorkloadOperations;
import io.isobar.broker.replay.Replays;
import io.isobar.broker.session.LogFeed;
import io.isobar.broker.wire.AttemptCodec;
import io.isobar.broker.wire.ConversionCodec;
import io.isobar.broker.wire.DecisionCodec;
import io.isobar.broker.wire.Fingerprint;
import io.isobar.broker.wire.PageScope;
import io.isobar.broker.wire.PageSize;
import io.isobar.broker.wire.SpecCodec;
import io.isobar.broker.wire.TimeCodec;
import io.isobar.broker.wire.WorkloadCodec;
import io.isobar.broker.workload.TraceContext;
import io.isobar.proto.execution.v1.LogChunk;
import io.isobar.proto.execution.v1.OutputStream;
import io.isobar.proto.workload.v1.CancelRequest;
import io.isobar.proto.workload.v1.CancelResponse;
import io.isobar.proto.workload.v1.ConvertRequest;
import io.isobar.proto.workload.v1.ConvertResponse;
import io.isobar.proto.workload.v1.Decision;
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
import io.isobar.proto.workload.v1.Replay;
import io.isobar.proto.workload.v1.SubmitRequest;
import io.isobar.proto.workload.v1.SubmitResponse;
import io.isobar.proto.workload.v1.WatchRequest;
import io.isobar.proto.workload.v1.WatchResponse;
import io.isobar.proto.workload.v1.WorkloadSource;
import io.isobar.proto.workload.v1.WorkloadState;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The calls of {@code isobar.workload.v1.WorkloadService}. They block and throw {@link Failure}. */
public final class WorkloadCalls {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final String STATE_PREFIX = "WORKLOAD_STATE_";

    /** Reads what people wrote. */
    @FunctionalInterface
    public interface JobFiles {
        /**
         * A workload file or a job file of another system as a workload; throws {@link Failure} that names everything that is wrong with it.
         *
         * @param task index of the task of an array; null: the first, or it is none
         */
        Conversion read(byte[] file, @Nullable Integer task);
    }

    private final WorkloadOperations operations;
    private final SpecCodec specs;
    private final JobFiles files;
    private final ManifestPrinter printer;
    private final Replays replays;

    /**
     * The calls over the operations.
     *
     * @param files reads workload files and job files
     * @param replays takes decisions again
     */
    public WorkloadCalls(
            WorkloadOperations operations, SpecCodec specs, JobFiles files, ManifestPrinter printer, Replays replays) {
        this.operations = operations;
        this.specs = specs;
        this.files = files;
        this.printer = printer;
        this.replays = replays;
    }

    /**
     * Accepts a workload.
     *
     * @param traceParent W3C trace context of the caller; null or none: it has none
     */
    public SubmitResponse submit(SubmitRequest request, @Nullable String traceParent) {
        var caller =
                traceParent == null ? null : TraceContext.parse(traceParent).orElse(null);
        var read = accepted(request.getWorkload(), request.getAcceptLosses());
        if (!read.tasks().isEmpty() && !request.getWorkload().hasTask()) {
            throw Failure.invalid(
                    "workload.task",
                    "is missing: the file is an array of " + read.tasks().size()
                            + " tasks, each a workload of its own; name the index of one, "
                            + read.tasks().getFirst() + " to " + read.tasks().getLast()
                            + ", or let isobar apply submit them all");
        }
        var fingerprint = Fingerprint.of("submit", SpecCodec.toProto(read.spec()));
        var workload = operations.submit(new Request(request.getRequestId(), fingerprint), read.spec(), caller);
        return SubmitResponse.newBuilder()
                .setWorkload(WorkloadCodec.toProto(workload))
                .addAllLosses(ConversionCodec.losses(read))
                .build();
    }

    public PlanResponse plan(PlanRequest request) {
        var read = accepted(request.getWorkload(), request.getAcceptLosses());
        var judged = operations.plan(read.spec());
        return PlanResponse.newBuilder()
                .setSpec(SpecCodec.toProto(read.spec()))
                .setDecision(DecisionCodec.toProto("", judged.decision(), judged.view()))
                .addAllLosses(ConversionCodec.losses(read))
                .addAllTasks(read.tasks())
                .build();
    }

    public ConvertResponse convert(ConvertRequest request) {
        var read = read(request.getWorkload());
        var response = ConvertResponse.newBuilder()
                .setManifest(printer.print(read.spec()))
                .setSpec(SpecCodec.toProto(read.spec()))
                .addAllLosses(ConversionCodec.losses(read))
                .addAllTasks(read.tasks());
        if (request.getWorkload().hasManifest()) {
            response.setFormat(ConversionCodec.toProto(read.format()));
        }
        return response.build();
    }

    public GetResponse get(GetRequest request) {
        return GetResponse.newBuilder()
                .setWorkload(WorkloadCodec.toProto(operations.get(named(request.getId()))))
                .build();
    }

    public ListResponse list(ListRequest request) {
        var states = stateNames(request);
        var scope = PageScope.of(
                "workloads",
                request.getTenant(),
                String.join(",", states.stream().sorted().toList()));
        var page = operations.list(
                request.getTenant().isEmpty() ? null : request.getTenant(),
                states,
                scope.next(request.getPageToken()),
                PageSize.of(request.getPageSize()));
        return ListResponse.newBuilder()
                .addAllWorkloads(
                        page.items().stream().map(WorkloadCodec::toProto).toList())
                .setNextPageToken(scope.token(page.next()))
                .build();
    }

    public ListRatesResponse rates(ListRatesRequest request) {
        return RatePage.of(operations.learned(), request);
    }

    /** Gives the workload as it is, then every change, until it has ended or {@code out} is full for good. */
    public void watch(WatchRequest request, Sink<WatchResponse> out) throws InterruptedException {
        try (var watch = operations.watch(named(request.getId()))) {
            long version = watch.start().version();
            if (!out.put(watched(watch.start())) || watch.start().isOver()) {
                return;
            }
            while (out.isOpen()) {
                var change = watch.changes().next(PATIENCE);
                if (change.isEmpty() || change.get().version() <= version) {
                    continue;
                }
                version = change.get().version();
                if (!out.put(watched(change.get())) || change.get().isOver()) {
                    return;
                }
            }
        }
    }

    /** Gives the output of an attempt, piece by piece, until it ends or nobody reads it any more. */
    public void logs(LogsRequest request, Sink<LogsResponse> out) throws InterruptedException {
        notNegative("from_offset", request.getFromOffset());
        notNegative("epoch", request.getEpoch());
        if (request.getPart() < 0 || request.getPart() > AttemptId.MOST_PARTS) {
            throw Failure.invalid(
                    "part", "must be 1 to " + AttemptId.MOST_PARTS + ", or 0 for the first, is " + request.getPart());
        }
        var id = named(request.getId());
        if (request.getFollow()) {
            awaitAttempt(id, out);
        }
        try (var feed = operations.logs(
                id,
                request.getEpoch(),
                request.getPart(),
                wanted(request.getStream()),
                request.getFromOffset(),
                request.getFollow())) {
            while (out.isOpen()) {
                switch (feed.next(PATIENCE)) {
                    case LogFeed.Next.Piece piece -> {
                        if (!out.put(logged(piece))) {
                            return;
                        }
                    }
                    case LogFeed.Next.Nothing nothing -> {}
                    case LogFeed.Next.End end -> {
                        return;
                    }
                    case LogFeed.Next.Broken broken -> throw operations.brokenLog(id, broken.why());
                }
            }
        }
    }

    private static void notNegative(String field, long value) {
        if (value < 0) {
            throw Failure.invalid(field, "must not be negative");
        }
    }

    public CancelResponse cancel(CancelRequest request) {
        var asked = request.toBuilder().clearRequestId().build();
        var workload = operations.cancel(
                new Request(request.getRequestId(), Fingerprint.of("cancel", asked)), named(request.getId()));
        return CancelResponse.newBuilder()
                .setWorkload(WorkloadCodec.toProto(workload))
                .build();
    }

    public ExplainResponse explain(ExplainRequest request) {
        notNegative("epoch", request.getEpoch());
        Explanation explanation = operations.explain(named(request.getId()), request.getEpoch());
        var workload = explanation.workload();
        var response = ExplainResponse.newBuilder()
                .setWorkload(WorkloadCodec.toProto(workload))
                .addAllAttempts(explanation.attempts().stream()
                        .map(AttemptCodec::toProto)
                        .toList());
        var judged = explanation.judged();
        if (judged != null) {
            response.setDecision(DecisionCodec.toProto(workload.id().value(), judged.decision(), judged.view()));
        } else if (explanation.recorded() != null) {
            response.setDecision(DecisionCodec.fromJson(explanation.recorded()));
        }
        if (request.getReplay() && response.hasDecision()) {
            response.setReplay(replay(explanation, response.getDecision()));
        }
        var position = explanation.position();
        if (position != null) {
            response.setQueuePosition(position.place()).setQueueLength(position.length());
        }
        var forecast = explanation.forecast();
        if (forecast != null) {
            response.getForecastBuilder()
                    .setRegion(forecast.pool().region().value())
                    .setPool(forecast.pool().pool())
                    .setAt(TimeCodec.toProto(forecast.at()))
                    .setAfterAttempt(forecast.after());
            if (forecast.giveOrTake() != null) {
                response.getForecastBuilder().setGiveOrTake(TimeCodec.toProto(forecast.giveOrTake()));
            }
        }
        var hold = explanation.hold();
        if (hold != null) {
            var to = response.getHoldBuilder()
                    .setRegion(hold.pool().region().value())
                    .setPool(hold.pool().pool());
            if (hold.shadowTime() != null) {
                to.setStartsBy(TimeCodec.toProto(hold.shadowTime()));
            }
        }
        explanation.outlooks().forEach(outlook -> {
            var to = response.addSilentBuilder()
                    .setRegion(outlook.region().value())
                    .setWaitsBecause(outlook.waitsBecause());
            if (outlook.lastHeardAt() != null) {
                to.setLastHeardAt(TimeCodec.toProto(outlook.lastHeardAt()));
            }
            if (outlook.givenUpAt() != null) {
                to.setGivenUpAt(TimeCodec.toProto(outlook.givenUpAt()));
            }
        });
        return response.build();
    }

    private Replay replay(Explanation explanation, Decision shown) {
        var spec = explanation.workload().spec();
        var judged = explanation.judged();
        if (judged != null) {
            return replays.replay(DecisionCodec.toProto("", "", judged.decision()), judged.decision(), spec);
        }
        var stored = AttemptId.parse(shown.getId()).flatMap(operations::inputs);
        return replays.replay(shown, stored.orElse(null), spec);
    }

    /** Who follows the output of what has not been placed yet waits with it. */
    private void awaitAttempt(String id, Sink<?> out) throws InterruptedException {
        try (var watch = operations.watch(id)) {
            Workload workload = watch.start();
            while (workload.attempt() == null && !workload.isOver() && out.isOpen()) {
                workload = watch.changes().next(PATIENCE).orElse(workload);
            }
        }
    }

    private Conversion accepted(WorkloadSource source, boolean acceptLosses) {
        var read = read(source);
        return acceptLosses ? read : read.requireSameMeaning();
    }

    private Conversion read(WorkloadSource source) {
        return switch (source.getSourceCase()) {
            case MANIFEST -> files.read(source.getManifest().toByteArray(), source.hasTask() ? source.getTask() : null);
            case SPEC -> {
                if (source.hasTask()) {
                    throw Failure.invalid("workload.task", "is for files that are arrays of jobs; leave it out");
                }
                yield new Conversion(JobFormat.WORKLOAD, specs.fromProto(source.getSpec(), "workload.spec"), List.of());
            }
            case SOURCE_NOT_SET -> throw Failure.invalid("workload", "is missing: give a manifest or a spec");
        };
    }

    private static String named(String id) {
        if (id.isEmpty()) {
            throw Failure.invalid("id", "is missing: give the id or the name of a workload");
        }
        return id;
    }

    private static Set<String> stateNames(ListRequest request) {
        if (request.getStatesList().contains(WorkloadState.UNRECOGNIZED)
                || request.getStatesList().contains(WorkloadState.WORKLOAD_STATE_UNSPECIFIED)) {
            throw Failure.invalid(
                    "states",
                    "holds a state that does not exist; the states are "
                            + String.join(", ", WorkloadOperations.stateNames()));
        }
        return request.getStatesList().stream()
                .map(state -> state.name().substring(STATE_PREFIX.length()))
                .collect(Collectors.toSet());
    }

    private static WatchResponse watched(Workload workload) {
        return WatchResponse.newBuilder()
                .setWorkload(WorkloadCodec.toProto(workload))
                .build();
    }

    private static LogsResponse logged(LogFeed.Next.Piece piece) {
        return LogsResponse.newBuilder()
                .setChunk(LogChunk.newBuilder()
                        .setStream(
                                piece.stdout() ? OutputStream.OUTPUT_STREAM_STDOUT : OutputStream.OUTPUT_STREAM_STDERR)
                        .setOffset(piece.offset())
                        .setData(ByteString.copyFrom(piece.data().duplicate()))
                        .setReplica(piece.replica()))
                .build();
    }

    private static LogFeed.Wanted wanted(OutputStream stream) {
        return switch (stream) {
            case OUTPUT_STREAM_UNSPECIFIED -> LogFeed.Wanted.BOTH;
            case OUTPUT_STREAM_STDOUT -> LogFeed.Wanted.STDOUT;
            case OUTPUT_STREAM_STDERR -> LogFeed.Wanted.STDERR;
            case UNRECOGNIZED -> throw Failure.invalid("stream", "is neither stdout nor stderr");
        };
    }
}
