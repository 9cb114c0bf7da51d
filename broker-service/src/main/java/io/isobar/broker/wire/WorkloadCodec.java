package io.isobar.broker.wire;

import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.lifecycle.WorkloadState;

/** Workloads as people and their tools see them. */
public final class WorkloadCodec {
    private WorkloadCodec() {}

    public static io.isobar.proto.workload.v1.Workload toProto(Workload workload) {
        var why = workload.state().why();
        var to = io.isobar.proto.workload.v1.Workload.newBuilder()
                .setId(workload.id().value())
                .setSpec(SpecCodec.toProto(workload.spec()))
                .setState(toProto(workload.state()))
                .setReason(ReasonCodec.toProto(why.reason()))
                .setMessage(why.message())
                .setActor(why.actor())
                .setSince(TimeCodec.toProto(why.since()))
                .setSubmittedAt(TimeCodec.toProto(workload.submittedAt()))
                .setAttempts(workload.tries())
                .setCancelling(workload.cancelling() && !workload.isOver())
                .setVersion(workload.version());
        if (workload.trace() != null) {
            to.setTraceId(workload.trace().traceId());
        }
        var attempt = workload.attempt();
        if (attempt != null) {
            to.setAttempt(AttemptCodec.toProto(attempt));
            if (workload.parts().size() > 1) {
                workload.parts().forEach(part -> to.addParts(AttemptCodec.toProto(part)));
            }
            var price = workload.pricePerHour();
            if (price != null && !(workload.state() instanceof WorkloadState.Queued)) {
                to.setPricePerHour(MoneyCodec.toProto(price));
            }
        }
        return to.build();
    }

    public static io.isobar.proto.workload.v1.WorkloadState toProto(WorkloadState state) {
        return switch (state) {
            case WorkloadState.Queued queued -> io.isobar.proto.workload.v1.WorkloadState.WORKLOAD_STATE_QUEUED;
            case WorkloadState.Placing placing -> io.isobar.proto.workload.v1.WorkloadState.WORKLOAD_STATE_PLACING;
            case WorkloadState.Starting starting -> io.isobar.proto.workload.v1.WorkloadState.WORKLOAD_STATE_STARTING;
            case WorkloadState.Running running -> io.isobar.proto.workload.v1.WorkloadState.WORKLOAD_STATE_RUNNING;
            case WorkloadState.Succeeded done -> io.isobar.proto.workload.v1.WorkloadState.WORKLOAD_STATE_SUCCEEDED;
            case WorkloadState.Failed failed -> io.isobar.proto.workload.v1.WorkloadState.WORKLOAD_STATE_FAILED;
            case WorkloadState.Cancelled gone -> io.isobar.proto.workload.v1.WorkloadState.WORKLOAD_STATE_CANCELLED;
        };
    }
}
