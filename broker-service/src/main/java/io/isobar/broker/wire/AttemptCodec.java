package io.isobar.broker.wire;

import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.AttemptState;
import io.isobar.broker.lifecycle.End;
import io.isobar.broker.lifecycle.Progress;
import io.isobar.broker.lifecycle.Waiting;

/** Attempts as people and their tools see them. */
public final class AttemptCodec {
    private AttemptCodec() {}

    public static io.isobar.proto.execution.v1.Attempt toProto(Attempt attempt) {
        var pool = attempt.assignment().pool();
        var to = io.isobar.proto.execution.v1.Attempt.newBuilder()
                .setId(attempt.id().toString())
                .setWorkloadId(attempt.id().workload().value())
                .setEpoch(attempt.id().epoch())
                .setPart(attempt.id().part())
                .setGroup(attempt.assignment().group())
                .setReplicas(attempt.assignment().replicas())
                .setRegion(pool.region().value())
                .setPool(pool.pool())
                .setUnconfirmed(attempt.unconfirmed())
                .setReservedAt(TimeCodec.toProto(attempt.reservedAt()));
        if (attempt.startedAt() != null) {
            to.setStartedAt(TimeCodec.toProto(attempt.startedAt()));
        }
        if (attempt.confirmedAt() != null) {
            to.setConfirmedAt(TimeCodec.toProto(attempt.confirmedAt()));
        }
        if (attempt.progress() != null) {
            to.setProgress(progress(attempt.progress()));
        }
        if (attempt.waiting() != null) {
            to.setWaiting(waiting(attempt.waiting()));
        }
        switch (attempt.state()) {
            case AttemptState.Reserved reserved ->
                live(to, io.isobar.proto.execution.v1.AttemptState.ATTEMPT_STATE_RESERVED, Reason.RESERVED);
            case AttemptState.Held held ->
                live(to, io.isobar.proto.execution.v1.AttemptState.ATTEMPT_STATE_HELD, Reason.ADMITTED);
            case AttemptState.Starting starting ->
                live(to, io.isobar.proto.execution.v1.AttemptState.ATTEMPT_STATE_STARTING, Reason.ADMITTED);
            case AttemptState.Running running ->
                live(to, io.isobar.proto.execution.v1.AttemptState.ATTEMPT_STATE_RUNNING, Reason.STARTED);
            case AttemptState.Stopping stopping ->
                to.setState(io.isobar.proto.execution.v1.AttemptState.ATTEMPT_STATE_STOPPING)
                        .setReason(ReasonCodec.toProto(stopping.reason()))
                        .setMessage(stopping.message());
            case AttemptState.Ended ended -> ended(to, ended.end());
        }
        return to.build();
    }

    private static io.isobar.proto.execution.v1.Progress progress(Progress progress) {
        var to = io.isobar.proto.execution.v1.Progress.newBuilder()
                .setSteps(progress.steps())
                .setObservedAt(TimeCodec.toProto(progress.at()));
        if (progress.total() != null) {
            to.setTotalSteps(progress.total());
        }
        progress.stepsPerSecond().ifPresent(to::setStepsPerSecond);
        progress.expectedEnd().ifPresent(end -> to.setExpectedEndAt(TimeCodec.toProto(end)));
        return to.build();
    }

    private static io.isobar.proto.execution.v1.Waiting waiting(Waiting waiting) {
        var to = io.isobar.proto.execution.v1.Waiting.newBuilder().setWhy(waiting.why());
        if (waiting.startsAt() != null) {
            to.setExpectedStartAt(TimeCodec.toProto(waiting.startsAt()));
        }
        return to.build();
    }

    private static void live(
            io.isobar.proto.execution.v1.Attempt.Builder to,
            io.isobar.proto.execution.v1.AttemptState state,
            Reason reason) {
        var why = to.getUnconfirmed() ? Reason.REGION_SILENT : reason;
        to.setState(state).setReason(ReasonCodec.toProto(why)).setMessage(why.meaning());
    }

    private static void ended(io.isobar.proto.execution.v1.Attempt.Builder to, End end) {
        to.setState(io.isobar.proto.execution.v1.AttemptState.ATTEMPT_STATE_ENDED)
                .setOutcome(EnumCodec.toProto(end.outcome()))
                .setReason(ReasonCodec.toProto(end.reason()))
                .setMessage(end.message())
                .setEndedAt(TimeCodec.toProto(end.at()));
        if (end.exitCode() != null) {
            to.setExitCode(end.exitCode());
        }
    }
}
