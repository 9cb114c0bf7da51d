package io.isobar.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.AttemptState;
import io.isobar.broker.lifecycle.End;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.proto.execution.v1.AttemptOutcome;
import org.junit.jupiter.api.Test;

class WorkloadCodecTest {
    @Test
    void showsARunningWorkloadWithItsAttemptAndPrice() {
        var workload = WorkloadCodec.toProto(Samples.workload(
                new WorkloadState.Running(Samples.why(Reason.STARTED)),
                Samples.attempt(new AttemptState.Running(Samples.NOON))));

        assertThat(workload.getId()).isEqualTo("w-7k3f9q2m1x");
        assertThat(workload.getState()).isEqualTo(io.isobar.proto.workload.v1.WorkloadState.WORKLOAD_STATE_RUNNING);
        assertThat(workload.getReason()).isEqualTo(io.isobar.proto.errors.v1.Reason.REASON_STARTED);
        assertThat(workload.getMessage()).isEqualTo("because");
        assertThat(workload.getActor()).isEqualTo("broker");
        assertThat(TimeCodec.fromProto(workload.getSince())).isEqualTo(Samples.NOON.plusSeconds(1));
        assertThat(workload.getAttempts()).isEqualTo(2);
        assertThat(workload.getVersion()).isEqualTo(5);
        assertThat(workload.getPricePerHour().getAmount()).isEqualTo("0.75");
        assertThat(workload.getAttempt().getId()).isEqualTo("w-7k3f9q2m1x-2");
        assertThat(workload.getAttempt().getRegion()).isEqualTo("local");
        assertThat(workload.getSpec()).isEqualTo(SpecCodec.toProto(Samples.spec()));
    }

    @Test
    void aQueuedWorkloadHasNoPriceThoughAnAttemptEnded() {
        var end = new End(End.Outcome.NODE_FAILED, Reason.NODE_FAILED, "node7 is down", null, Samples.NOON);
        var workload = WorkloadCodec.toProto(Samples.workload(
                new WorkloadState.Queued(Samples.why(Reason.NODE_FAILED)),
                Samples.attempt(new AttemptState.Ended(end))));

        assertThat(workload.hasPricePerHour()).isFalse();
        assertThat(workload.getAttempt().getOutcome()).isEqualTo(AttemptOutcome.ATTEMPT_OUTCOME_NODE_FAILED);
        assertThat(workload.getAttempt().getMessage()).isEqualTo("node7 is down");
        assertThat(workload.getAttempt().hasExitCode()).isFalse();
        assertThat(TimeCodec.fromProto(workload.getAttempt().getEndedAt())).isEqualTo(Samples.NOON);
    }

    @Test
    void anExitCodeOfZeroIsKnown() {
        var end = new End(End.Outcome.SUCCEEDED, Reason.EXIT_ZERO, "", 0, Samples.NOON);

        assertThat(AttemptCodec.toProto(Samples.attempt(new AttemptState.Ended(end)))
                        .hasExitCode())
                .isTrue();
    }

    @Test
    void anAttemptInASilentRegionSaysSo() {
        var attempt = Samples.attempt(new AttemptState.Running(Samples.NOON));
        var silent = new Attempt(
                attempt.id(), attempt.assignment(), attempt.state(), true, Samples.NOON, Samples.NOON, Samples.NOON, 4);

        var shown = AttemptCodec.toProto(silent);

        assertThat(shown.getUnconfirmed()).isTrue();
        assertThat(shown.getState()).isEqualTo(io.isobar.proto.execution.v1.AttemptState.ATTEMPT_STATE_RUNNING);
        assertThat(shown.getReason()).isEqualTo(io.isobar.proto.errors.v1.Reason.REASON_REGION_SILENT);
    }
}
