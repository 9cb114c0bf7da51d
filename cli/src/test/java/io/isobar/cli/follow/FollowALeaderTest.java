package io.isobar.cli.follow;

import static io.isobar.cli.samples.FakeWorkloads.chunk;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.StreamObserver;
import io.isobar.cli.problem.ExitCode;
import io.isobar.cli.samples.FakeBroker;
import io.isobar.cli.samples.FakeWorkloads;
import io.isobar.cli.samples.FakeWorkloads.Script;
import io.isobar.cli.samples.Records;
import io.isobar.cli.samples.Run;
import io.isobar.proto.errors.v1.Reason;
import io.isobar.proto.execution.v1.AttemptState;
import io.isobar.proto.execution.v1.OutputStream;
import io.isobar.proto.workload.v1.LogsRequest;
import io.isobar.proto.workload.v1.LogsResponse;
import io.isobar.proto.workload.v1.Workload;
import io.isobar.proto.workload.v1.WorkloadState;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Following where the broker that leads dies, and another leads a moment later: before the first answer, and in the midst. */
class FollowALeaderTest {
    private static final String ID = "w-0123456789";
    private static final OutputStream OUT = OutputStream.OUTPUT_STREAM_STDOUT;
    private static final int A_WHILE = 6;

    private final DyingWorkloads first = new DyingWorkloads();
    private final FakeWorkloads second = new FakeWorkloads();
    private final FakeBroker one = new FakeBroker(first);
    private final FakeBroker two = new FakeBroker(second);
    private final String leader = one.address();
    private final String both = leader + "," + two.address();

    /** Its broker dies when it has sent what it was to. */
    private final class DyingWorkloads extends FakeWorkloads {
        @Override
        public void logs(LogsRequest request, StreamObserver<LogsResponse> answer) {
            var script = logs.remove();
            script.answers()
                    .forEach(item -> answer.onNext(
                            LogsResponse.newBuilder().setChunk(item).build()));
            Thread.ofVirtual().start(one::kill);
        }
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    private static Workload workload(WorkloadState state, AttemptState attempt, long version) {
        var workload = Records.workload(ID, state, Reason.REASON_STARTED, version).toBuilder()
                .setAttempt(Records.attempt(ID, 1, attempt));
        workload.getSpecBuilder().setReplicas(1);
        return workload.build();
    }

    private static Workload running() {
        return workload(WorkloadState.WORKLOAD_STATE_RUNNING, AttemptState.ATTEMPT_STATE_RUNNING, 1);
    }

    private static Workload succeeded() {
        return workload(WorkloadState.WORKLOAD_STATE_SUCCEEDED, AttemptState.ATTEMPT_STATE_ENDED, 2);
    }

    private static Run isobar(String addresses, String... arguments) {
        return Run.of(addresses, "", Run.NOBODY, arguments);
    }

    private void anotherLeadsInAWhile() {
        second.waitsFor(A_WHILE, leader);
        second.gets.add(running());
        second.gets.add(succeeded());
    }

    @Test
    void logsWhoseFirstCallMeetsADeadLeaderWaitsForTheNext() {
        one.kill();
        anotherLeadsInAWhile();
        second.logs.add(new Script<>(List.of(chunk(OUT, 0, "one\n"), chunk(OUT, 4, "two\n")), null));

        var run = isobar(both, "logs", "-f", ID);

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).isEqualTo("one\ntwo\n");
        assertThat(run.code()).isZero();
    }

    @Test
    void logsOfWhatIsThereNowWaitsToo() {
        one.kill();
        anotherLeadsInAWhile();
        second.logs.add(new Script<>(List.of(chunk(OUT, 0, "one\n")), null));

        var run = isobar(both, "logs", ID);
        assertThat(run.out()).as(run.toString()).isEqualTo("one\n");
    }

    @Test
    void watchWhoseFirstCallMeetsADeadLeaderWaitsForTheNext() {
        one.kill();
        second.waitsFor(A_WHILE, leader);
        second.watches.add(new Script<>(List.of(running(), succeeded()), null));

        var run = isobar(both, "watch", ID);

        assertThat(run.lines()).as(run.toString()).hasSize(2);
        assertThat(run.code()).isZero();
    }

    @Test
    void logsGoesOnAtItsByteWhenTheLeaderDiesInTheMidst() {
        first.gets.add(running());
        first.logs.add(new Script<>(List.of(chunk(OUT, 0, "one\ntw")), null));
        anotherLeadsInAWhile();
        second.logs.add(new Script<>(List.of(chunk(OUT, 6, "o\n")), null));

        var run = isobar(both, "logs", "-f", "--stdout", ID);

        assertThat(run.out()).isEqualTo("one\ntwo\n");
        assertThat(second.asked.getFirst().getFromOffset()).isEqualTo(6);
        assertThat(run.code()).isZero();
    }

    @Test
    void whereNobodyComesToLeadItEndsWithSixAndSaysWhere() {
        one.kill();
        second.waitsFor(Integer.MAX_VALUE, leader);

        var run = isobar(both, "logs", "-f", ID);

        assertThat(run.code()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(run.err()).contains("does not answer");
    }
}
