package io.isobar.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.AttemptState;
import io.isobar.broker.lifecycle.Command;
import io.isobar.broker.lifecycle.WorkloadState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LaunchCodecTest {
    @Test
    void aReserveSaysAllThatALaunchNeeds() {
        var attempt = Samples.attempt(new AttemptState.Reserved());
        var workload = Samples.workload(new WorkloadState.Placing(Samples.why(Reason.RESERVED)), attempt);

        var reserve =
                LaunchCodec.toProto(new Command.Reserve(workload, attempt)).getReserve();

        assertThat(reserve.getAttemptId()).isEqualTo("w-7k3f9q2m1x-2");
        assertThat(reserve.getWorkloadId()).isEqualTo("w-7k3f9q2m1x");
        assertThat(reserve.getEpoch()).isEqualTo(2);
        assertThat(reserve.getPool()).isEqualTo("cpu");
        assertThat(TimeCodec.fromProto(reserve.getHoldUntil())).isEqualTo(Samples.NOON.plusSeconds(60));
        var launch = reserve.getLaunch();
        assertThat(launch.getWorkloadName()).isEqualTo("hello");
        assertThat(launch.getTenant()).isEqualTo("met-lab");
        assertThat(launch.getCommandList()).containsExactly("echo", "hi");
        assertThat(launch.hasImage()).isFalse();
        assertThat(launch.getEnvironmentMap()).containsEntry("A", "1");
        assertThat(launch.getStack()).isEqualTo("cpu");
        assertThat(launch.getReplicas()).isEqualTo(3);
        assertThat(launch.getShape().getMillicpus()).isEqualTo(2_000);
        assertThat(TimeCodec.fromProto(launch.getStopGrace())).isEqualTo(Duration.ofSeconds(10));
        assertThat(TimeCodec.fromProto(launch.getTimeLimit())).isEqualTo(Duration.ofHours(1));
        assertThat(TimeCodec.fromProto(launch.getExpectedRunTime())).isEqualTo(Duration.ofMinutes(30));
        assertThat(LaunchCodec.toProto(new Command.Launch(workload, attempt))
                        .getLaunch()
                        .getReservation())
                .isEqualTo(reserve);
    }

    @Test
    void stopAndForgetNameTheAttempt() {
        var region = Samples.POOL.region();
        var stop = LaunchCodec.toProto(new Command.Stop(region, Samples.ATTEMPT, Reason.STALE_EPOCH))
                .getStop();

        assertThat(stop.getAttemptId()).isEqualTo("w-7k3f9q2m1x-2");
        assertThat(stop.getEpoch()).isEqualTo(2);
        assertThat(stop.getReason()).isEqualTo(io.isobar.proto.errors.v1.Reason.REASON_STALE_EPOCH);
        assertThat(LaunchCodec.toProto(new Command.Forget(region, Samples.ATTEMPT))
                        .getForget()
                        .getAttemptId())
                .isEqualTo("w-7k3f9q2m1x-2");
    }
}
