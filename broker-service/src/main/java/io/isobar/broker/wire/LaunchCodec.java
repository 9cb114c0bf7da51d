package io.isobar.broker.wire;

import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.Command;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.workload.DisconnectPolicy;
import io.isobar.proto.execution.v1.Forget;
import io.isobar.proto.execution.v1.Launch;
import io.isobar.proto.execution.v1.LaunchSpec;
import io.isobar.proto.execution.v1.ReplicaShape;
import io.isobar.proto.execution.v1.Reserve;
import io.isobar.proto.execution.v1.Stop;
import io.isobar.proto.region.v1.ConnectResponse;
import java.time.Duration;

/** What is told to agents. */
public final class LaunchCodec {
    /** How long an agent holds capacity for an attempt that it was not told to launch. */
    public static final Duration HOLD = Duration.ofSeconds(60);

    private static final Duration STOP_GRACE = Duration.ofSeconds(10);

    private LaunchCodec() {}

    public static ConnectResponse toProto(Command command) {
        var to = ConnectResponse.newBuilder();
        switch (command) {
            case Command.Reserve reserve -> to.setReserve(reserve(reserve.workload(), reserve.attempt()));
            case Command.Launch launch ->
                to.setLaunch(Launch.newBuilder().setReservation(reserve(launch.workload(), launch.attempt())));
            case Command.Stop stop ->
                to.setStop(Stop.newBuilder()
                        .setAttemptId(stop.attempt().toString())
                        .setEpoch(stop.attempt().epoch())
                        .setReason(ReasonCodec.toProto(stop.reason())));
            case Command.Forget forget ->
                to.setForget(Forget.newBuilder().setAttemptId(forget.attempt().toString()));
        }
        return to.build();
    }

    private static Reserve reserve(Workload workload, Attempt attempt) {
        return Reserve.newBuilder()
                .setAttemptId(attempt.id().toString())
                .setWorkloadId(workload.id().value())
                .setEpoch(attempt.id().epoch())
                .setPool(attempt.assignment().pool().pool())
                .setLaunch(launch(workload, attempt))
                .setHoldUntil(TimeCodec.toProto(attempt.reservedAt().plus(HOLD)))
                .build();
    }

    private static LaunchSpec launch(Workload workload, Attempt attempt) {
        var given = attempt.assignment();
        var spec = workload.spec();
        var variant = spec.groups().get(given.group()).variants().get(given.variant());
        var to = LaunchSpec.newBuilder()
                .setWorkloadName(spec.name())
                .setTenant(spec.tenant())
                .addAllCommand(variant.command())
                .putAllEnvironment(variant.environment())
                .putAllEnvironment(GangEnvironment.of(workload, attempt))
                .setStack(variant.stack().token())
                .setReplicas(given.replicas())
                .setShape(ReplicaShape.newBuilder()
                        .setUnits(given.shape().units())
                        .setMillicpus(given.shape().millicpus())
                        .setMemoryBytes(given.shape().memoryBytes()))
                .setStopGrace(TimeCodec.toProto(STOP_GRACE));
        if (workload.trace() != null) {
            to.setTraceParent(workload.trace().toString());
        }
        if (spec.disconnect() == DisconnectPolicy.KEEP_RUNNING) {
            to.setKeepRunning(true);
        }
        if (variant.image() != null) {
            to.setImage(variant.image());
        }
        if (spec.timeLimit() != null) {
            to.setTimeLimit(TimeCodec.toProto(spec.timeLimit()));
        }
        if (given.expectedRunTime() != null) {
            to.setExpectedRunTime(TimeCodec.toProto(given.expectedRunTime()));
        }
        return to.build();
    }
}
