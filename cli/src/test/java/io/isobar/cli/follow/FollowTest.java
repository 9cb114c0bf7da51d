package io.isobar.cli.follow;

import static io.isobar.cli.samples.FakeWorkloads.chunk;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import io.grpc.Status;
import io.isobar.cli.samples.FakeBroker;
import io.isobar.cli.samples.FakeWorkloads;
import io.isobar.cli.samples.FakeWorkloads.Script;
import io.isobar.cli.samples.Records;
import io.isobar.cli.samples.Refusal;
import io.isobar.cli.samples.Run;
import io.isobar.proto.errors.v1.Reason;
import io.isobar.proto.execution.v1.AttemptState;
import io.isobar.proto.execution.v1.LogChunk;
import io.isobar.proto.execution.v1.OutputStream;
import io.isobar.proto.workload.v1.Workload;
import io.isobar.proto.workload.v1.WorkloadState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FollowTest {
    private static final String ID = "w-0123456789";
    private static final OutputStream OUT = OutputStream.OUTPUT_STREAM_STDOUT;
    private static final OutputStream ERR = OutputStream.OUTPUT_STREAM_STDERR;

    private final FakeWorkloads workloads = new FakeWorkloads();
    private final FakeBroker broker = new FakeBroker(workloads);

    @AfterEach
    void stop() {
        broker.close();
    }

    private static Workload.Builder workload(WorkloadState state, Reason reason, long version) {
        var workload = Records.workload(ID, state, reason, version).toBuilder();
        workload.getSpecBuilder().setReplicas(1);
        return workload;
    }

    private static Workload running(long epoch, long version) {
        return workload(WorkloadState.WORKLOAD_STATE_RUNNING, Reason.REASON_STARTED, version)
                .setAttempt(Records.attempt(ID, epoch, AttemptState.ATTEMPT_STATE_RUNNING))
                .build();
    }

    private static Workload ended(WorkloadState state, long epoch, long version) {
        return workload(state, Reason.REASON_EXIT_ZERO, version)
                .setAttempt(Records.attempt(ID, epoch, AttemptState.ATTEMPT_STATE_ENDED))
                .build();
    }

    private static Script<Workload> good(Workload... answers) {
        return new Script<>(List.of(answers), null);
    }

    private static Script<LogChunk> read(LogChunk... answers) {
        return new Script<>(List.of(answers), null);
    }

    private static Script<Workload> broken(Workload... answers) {
        return new Script<>(List.of(answers), Status.UNAVAILABLE.asRuntimeException());
    }

    private static Script<LogChunk> cut(LogChunk... answers) {
        return new Script<>(List.of(answers), Status.UNAVAILABLE.asRuntimeException());
    }

    @Test
    void watchShowsEachChangeOnceOverABrokenConnection() {
        workloads.watches.add(broken(running(1, 1)));
        workloads.watches.add(broken());
        workloads.watches.add(good(running(1, 1)));
        workloads.watches.add(good(running(1, 1), running(1, 2), ended(WorkloadState.WORKLOAD_STATE_SUCCEEDED, 1, 3)));
        var run = Run.of(broker, "watch", ID);
        assertThat(run.code()).isZero();
        assertThat(run.lines()).hasSize(3);
        assertThat(run.lines().getFirst())
                .startsWith("2026-11-25T15:58:30+08:00")
                .contains("RUNNING", "STARTED", "guizhou-ascend");
        assertThat(run.lines().getLast()).contains("SUCCEEDED");
        assertThat(run.err()).contains("does not answer").contains("connected again");
    }

    @Test
    void watchEndsWithOneWhereTheWorkloadFailed() {
        workloads.watches.add(good(ended(WorkloadState.WORKLOAD_STATE_FAILED, 1, 3)));
        assertThat(Run.of(broker, "watch", ID).code()).isEqualTo(1);
        workloads.watches.add(good(ended(WorkloadState.WORKLOAD_STATE_CANCELLED, 1, 3)));
        assertThat(Run.of(broker, "watch", ID).code()).isEqualTo(1);
    }

    @Test
    void watchOfWhatIsNotThereEndsWithFour() {
        workloads.watches.add(new Script<>(
                List.of(), Refusal.of(Code.NOT_FOUND, "NOT_FOUND", "no workload \"x\"", Map.of("kind", "workload"))));
        assertThat(Run.of(broker, "watch", "x").code()).isEqualTo(4);
    }

    @Test
    void watchGivesARecordPerLineForPrograms() {
        workloads.watches.add(good(running(1, 1), ended(WorkloadState.WORKLOAD_STATE_SUCCEEDED, 1, 2)));
        assertThat(Run.of(broker, "watch", ID, "-o", "json").lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("{\"id\":\"" + ID));
    }

    @Test
    void logsGoesOnAtTheByteWhereTheConnectionBroke() {
        workloads.gets.add(running(1, 1));
        workloads.gets.add(running(1, 1));
        workloads.gets.add(ended(WorkloadState.WORKLOAD_STATE_SUCCEEDED, 1, 2));
        workloads.logs.add(cut(chunk(OUT, 0, "one\ntw"), chunk(ERR, 0, "oops\n")));
        workloads.logs.add(read(chunk(OUT, 2, "e\ntwo\nthr"), chunk(ERR, 0, "oops\n")));
        workloads.logs.add(read(chunk(OUT, 11, "ee\n")));
        var run = Run.of(broker, "logs", "-f", ID);
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("one\ntwo\nthree\n");
        assertThat(run.err()).contains("oops\n").containsOnlyOnce("oops");
        assertThat(workloads.asked.get(1).getFromOffset()).isEqualTo(5);
        // What was read after the end makes the output whole: each stream from its own byte.
        assertThat(workloads.asked.get(2).getStream()).isEqualTo(OUT);
        assertThat(workloads.asked.get(2).getFromOffset()).isEqualTo(11);
    }

    @Test
    void logsFollowsTheNextAttempt() {
        workloads.gets.add(running(1, 1));
        workloads.gets.add(
                Records.workload(ID, WorkloadState.WORKLOAD_STATE_QUEUED, Reason.REASON_REGION_LOST, 2).toBuilder()
                        .setAttempt(Records.attempt(ID, 1, AttemptState.ATTEMPT_STATE_ENDED))
                        .build());
        workloads.gets.add(ended(WorkloadState.WORKLOAD_STATE_FAILED, 2, 4));
        workloads.logs.add(read(chunk(OUT, 0, "first\n")));
        workloads.logs.add(read());
        workloads.logs.add(read());
        workloads.watches.add(good(running(2, 3)));
        workloads.logs.add(read(chunk(OUT, 0, "second\n")));
        workloads.watches.add(good(ended(WorkloadState.WORKLOAD_STATE_FAILED, 2, 4)));
        var run = Run.of(broker, "logs", "-f", ID);
        assertThat(run.out()).isEqualTo("first\nsecond\n");
        assertThat(run.err()).contains("attempt 2 in region guizhou-ascend");
        assertThat(run.code()).isEqualTo(1);
    }

    @Test
    void logsOfALostRegionEndsAllTheSame() {
        workloads.gets.add(running(1, 1));
        workloads.gets.add(ended(WorkloadState.WORKLOAD_STATE_FAILED, 1, 2));
        workloads.logs.add(read(chunk(OUT, 0, "begun\n")));
        workloads.logs.add(
                new Script<LogChunk>(List.of(), Refusal.of(Code.UNAVAILABLE, "REGION_UNREACHABLE", "gone", Map.of())));
        var run = Run.of(broker, "logs", "-f", ID);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("begun\n");
        assertThat(run.err()).contains("its region is not connected");
    }

    @Test
    void bytesThatAreGoneAreTold() {
        workloads.logs.add(read(chunk(OUT, 100, "late\n")));
        var run = Run.of(broker, "logs", ID);
        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("late\n");
        assertThat(run.err()).contains("100 bytes");
    }

    @Test
    void oneStreamAloneIsAskedForAlone() {
        workloads.logs.add(read(chunk(ERR, 0, "e")));
        assertThat(Run.of(broker, "logs", ID, "--stderr", "--attempt", "2").err())
                .isEqualTo("e");
        assertThat(workloads.asked.getFirst().getStream()).isEqualTo(ERR);
        assertThat(workloads.asked.getFirst().getEpoch()).isEqualTo(2);
    }
}
