package io.isobar.agent.session;

import io.isobar.agent.session.wire.WireTime;
import io.isobar.proto.execution.v1.Forget;
import io.isobar.proto.execution.v1.Launch;
import io.isobar.proto.execution.v1.LaunchSpec;
import io.isobar.proto.execution.v1.LogRequest;
import io.isobar.proto.execution.v1.ReplicaShape;
import io.isobar.proto.execution.v1.Reserve;
import io.isobar.proto.execution.v1.Stop;
import io.isobar.proto.region.v1.ConnectResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What a broker would send. */
public final class Commands {
    private Commands() {}

    public static Reserve.Builder reservation(String workload, long epoch, String pool, List<String> command) {
        return Reserve.newBuilder()
                .setAttemptId(workload + "-" + epoch)
                .setWorkloadId(workload)
                .setEpoch(epoch)
                .setPool(pool)
                .setHoldUntil(WireTime.timestamp(Instant.now().plusSeconds(60)))
                .setLaunch(LaunchSpec.newBuilder()
                        .setWorkloadName("job")
                        .setTenant("tenant")
                        .addAllCommand(command)
                        .setStack("cpu")
                        .setReplicas(1)
                        .setStopGrace(WireTime.duration(Duration.ofSeconds(2)))
                        .setShape(ReplicaShape.newBuilder().setMillicpus(100).setMemoryBytes(64 << 20)));
    }

    public static ConnectResponse reserve(Reserve.Builder reservation) {
        return ConnectResponse.newBuilder().setReserve(reservation).build();
    }

    public static ConnectResponse launch(Reserve.Builder reservation) {
        return ConnectResponse.newBuilder()
                .setLaunch(Launch.newBuilder().setReservation(reservation))
                .build();
    }

    public static ConnectResponse stop(String attempt, long epoch) {
        return ConnectResponse.newBuilder()
                .setStop(Stop.newBuilder()
                        .setAttemptId(attempt)
                        .setEpoch(epoch)
                        .setReason(io.isobar.proto.errors.v1.Reason.REASON_CANCELLED_BY_USER))
                .build();
    }

    public static ConnectResponse forget(String attempt) {
        return ConnectResponse.newBuilder()
                .setForget(Forget.newBuilder().setAttemptId(attempt))
                .build();
    }

    public static ConnectResponse logs(long id, String attempt, boolean follow, int credit) {
        return ConnectResponse.newBuilder()
                .setLogRequest(LogRequest.newBuilder()
                        .setLogId(id)
                        .setAttemptId(attempt)
                        .setFollow(follow)
                        .setCredit(credit))
                .build();
    }
}
