package io.isobar.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.Report;
import io.isobar.broker.wire.Reading.Malformed;
import io.isobar.broker.wire.Reading.Sound;
import io.isobar.proto.execution.v1.Admitted;
import io.isobar.proto.execution.v1.AttemptPhase;
import io.isobar.proto.execution.v1.AttemptReport;
import io.isobar.proto.execution.v1.EndReport;
import io.isobar.proto.execution.v1.Progress;
import io.isobar.proto.execution.v1.Refused;
import io.isobar.proto.execution.v1.WaitReport;
import io.isobar.proto.execution.v1.Waiting;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReportCodecTest {
    private static final RegionName REGION = new RegionName("local");

    @Test
    void readsARunningAttempt() {
        var read = sound(running().setCoveredFromSequence(17));

        assertThat(read)
                .isEqualTo(new Report(REGION, Samples.ATTEMPT, Report.Phase.RUNNING, 4, Samples.NOON, null, 17));
    }

    @Test
    void whatTheAgentDatesIsSaidByTheBrokersClock() {
        var report = ended(e -> e.setReason(io.isobar.proto.errors.v1.Reason.REASON_EXIT_ZERO)
                        .setEndedAt(TimeCodec.toProto(Samples.NOON.plusSeconds(60))))
                .setStartedAt(TimeCodec.toProto(Samples.NOON));

        var read = ReportCodec.fromProto(REGION, report.build(), Samples.NOON, then -> then.minusSeconds(600));

        var said = ((Sound<Report>) read).value();
        assertThat(said.startedAt()).isEqualTo(Samples.NOON.minusSeconds(600));
        assertThat(Objects.requireNonNull(said.end()).at()).isEqualTo(Samples.NOON.minusSeconds(540));
    }

    @Test
    void whenAnAttemptWillStartIsSaidByTheBrokersClockToo() {
        var waiting = Waiting.newBuilder()
                .setWhy("Slurm job 7:\nResources")
                .setExpectedStartAt(TimeCodec.toProto(Samples.NOON));
        var report = WaitReport.newBuilder().setAttemptId("w-7k3f9q2m1x-2").setWaiting(waiting);

        assertThat(ReportCodec.fromProto(report.build(), then -> then.minusSeconds(600)))
                .isEqualTo(new Sound<>(new ReportCodec.Wait(
                        Samples.ATTEMPT,
                        new io.isobar.broker.lifecycle.Waiting(
                                "Slurm job 7: Resources", Samples.NOON.minusSeconds(600)))));
        assertThat(ReportCodec.fromProto(report.setAttemptId("seven").build(), then -> then))
                .isInstanceOf(Malformed.class);
        assertThat(ReportCodec.fromProto(
                        report.setAttemptId("w-7k3f9q2m1x-2")
                                .setWaiting(waiting.setExpectedStartAt(
                                        Timestamp.newBuilder().setNanos(-1)))
                                .build(),
                        then -> then))
                .isInstanceOf(Malformed.class);
    }

    @Test
    void whatDoesNotSayFromWhenItIsCoveredIsNeverCovered() {
        assertThat(sound(running()).coveredFrom()).isEqualTo(Long.MAX_VALUE);
        assertThat(ReportCodec.fromProto(
                        Admitted.newBuilder().setAttemptId("w-7k3f9q2m1x-2").build()))
                .isEqualTo(new Sound<>(new ReportCodec.Admission(Samples.ATTEMPT, Long.MAX_VALUE)));
    }

    @Test
    void readsAnEndWithItsExitCode() {
        var end = end(ended(e -> e.setReason(io.isobar.proto.errors.v1.Reason.REASON_EXIT_NON_ZERO)
                .setExitCode(7)
                .setMessage("exit 7")));

        assertThat(end).isEqualTo(new Report.RegionEnd(Reason.EXIT_NON_ZERO, 7, "exit 7", Samples.NOON));
    }

    @Test
    void readsHowFarWorkSaidItWasWhenItEnded() {
        var read = end(ended(e -> e.setReason(io.isobar.proto.errors.v1.Reason.REASON_EXIT_ZERO)
                .setProgress(Progress.newBuilder()
                        .setSteps(70)
                        .setTotalSteps(100)
                        .setObservedAt(TimeCodec.toProto(Samples.NOON)))));

        assertThat(read.last()).isEqualTo(new Report.Said(70, 100L, Samples.NOON));
    }

    @Test
    void anEndIsNotLostForWhatItSaysOfProgressThatCannotBe() {
        var read = end(ended(e -> e.setReason(io.isobar.proto.errors.v1.Reason.REASON_EXIT_ZERO)
                .setProgress(Progress.newBuilder().setSteps(-1))));

        assertThat(read.reason()).isEqualTo(Reason.EXIT_ZERO);
        assertThat(read.last()).isNull();
    }

    @Test
    void anUnknownReasonIsNeverTakenForSuccess() {
        var withCode = end(ended(e -> e.setReasonValue(999).setExitCode(0)));
        var without = end(ended(e -> e.setReasonValue(999).setMessage("odd")));

        assertThat(withCode.reason()).isEqualTo(Reason.EXIT_NON_ZERO);
        assertThat(withCode.message()).contains("999");
        assertThat(without.reason()).isEqualTo(Reason.NODE_FAILED);
        assertThat(without.message()).startsWith("odd (").contains("999");
    }

    @Test
    void anExitCodeOutweighsAReasonThatContradictsIt() {
        var end = end(ended(e ->
                e.setReason(io.isobar.proto.errors.v1.Reason.REASON_EXIT_ZERO).setExitCode(3)));

        assertThat(end.reason()).isEqualTo(Reason.EXIT_NON_ZERO);
    }

    @Test
    void anExitCodeIsSaidWhereTheRegionSaysNothing() {
        var end = end(ended(e -> e.setReason(io.isobar.proto.errors.v1.Reason.REASON_EXIT_NON_ZERO)
                .setExitCode(7)));

        assertThat(end.message()).isEqualTo("the command ended with exit code 7");
    }

    @Test
    void messagesAreMadeFitForTheStore() {
        var end = end(ended(e -> e.setReason(io.isobar.proto.errors.v1.Reason.REASON_LAUNCH_FAILED)
                .setMessage("a\0b" + "x".repeat(5_000))));

        assertThat(end.message()).startsWith("a bx").hasSizeLessThan(2_010);
    }

    @Test
    void anEndWithoutATimeEndedWhenItWasHeardOf() {
        var report = ended(e ->
                e.setReason(io.isobar.proto.errors.v1.Reason.REASON_EXIT_ZERO).clearEndedAt());

        var end = end(report);

        assertThat(end.at()).isEqualTo(Samples.NOON.plusSeconds(9));
    }

    @Test
    void readsARefusal() {
        assertThat(ReportCodec.fromProto(Refused.newBuilder()
                        .setAttemptId("w-7k3f9q2m1x-2")
                        .setReason(io.isobar.proto.errors.v1.Reason.REASON_INSUFFICIENT_CAPACITY)
                        .setMessage("3 of 4 free")
                        .build()))
                .isEqualTo(new Sound<>(
                        new ReportCodec.RefusedByRegion(Samples.ATTEMPT, Reason.INSUFFICIENT_CAPACITY, "3 of 4 free")));
        assertThat(ReportCodec.fromProto(Refused.newBuilder()
                        .setAttemptId("w-7k3f9q2m1x-2")
                        .setReasonValue(888)
                        .build()))
                .isEqualTo(new Sound<>(new ReportCodec.RefusedByRegion(
                        Samples.ATTEMPT, Reason.REFUSED_BY_REGION, "the region gave reason 888, not known here")));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void saysWhatIsMalformed(Consumer<AttemptReport.Builder> fault) {
        var report = running();
        fault.accept(report);

        assertThat(ReportCodec.fromProto(REGION, report.build(), Samples.NOON, UnaryOperator.identity()))
                .isInstanceOf(Malformed.class);
    }

    static Stream<Consumer<AttemptReport.Builder>> faults() {
        return Stream.of(
                r -> r.setAttemptId(""),
                r -> r.setAttemptId("w-7k3f9q2m1x"),
                r -> r.setAttemptId("w-7k3f9q2m1x-0"),
                r -> r.setAttemptId("w-7k3f9q2m1x-99999999999999999999"),
                r -> r.setAttemptId("\n".repeat(10_000)),
                r -> r.setWorkloadId("w-0000000000"),
                r -> r.setEpoch(1),
                r -> r.setSequence(-1),
                r -> r.setCoveredFromSequence(-1),
                AttemptReport.Builder::clearPhase,
                r -> r.setPhaseValue(77),
                r -> r.setPhase(AttemptPhase.ATTEMPT_PHASE_ENDED),
                r -> r.setEnd(EndReport.getDefaultInstance()),
                r -> r.setStartedAt(Timestamp.newBuilder().setNanos(-1)));
    }

    @Test
    void anAnswerAboutNoAttemptIsMalformed() {
        assertThat(ReportCodec.fromProto(Admitted.newBuilder().setAttemptId("x").build()))
                .isInstanceOf(Malformed.class);
        assertThat(ReportCodec.fromProto(Refused.getDefaultInstance())).isInstanceOf(Malformed.class);
    }

    private static Report sound(AttemptReport.Builder report) {
        var read = ReportCodec.fromProto(REGION, report.build(), Samples.NOON.plusSeconds(9), UnaryOperator.identity());
        if (read instanceof Sound<Report> sound) {
            return sound.value();
        }
        throw new AssertionError(read.toString());
    }

    private static Report.RegionEnd end(AttemptReport.Builder report) {
        return Objects.requireNonNull(sound(report).end());
    }

    private static AttemptReport.Builder running() {
        return AttemptReport.newBuilder()
                .setAttemptId("w-7k3f9q2m1x-2")
                .setWorkloadId("w-7k3f9q2m1x")
                .setEpoch(2)
                .setPool("cpu")
                .setPhase(AttemptPhase.ATTEMPT_PHASE_RUNNING)
                .setSequence(4)
                .setStartedAt(TimeCodec.toProto(Samples.NOON));
    }

    private static AttemptReport.Builder ended(Consumer<EndReport.Builder> how) {
        var end = EndReport.newBuilder().setEndedAt(TimeCodec.toProto(Samples.NOON));
        how.accept(end);
        return running().setPhase(AttemptPhase.ATTEMPT_PHASE_ENDED).setEnd(end);
    }
}
