package io.isobar.broker.wire;

import io.isobar.broker.capacity.RegionName;
import io.isobar.broker.failure.Reason;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Report;
import io.isobar.broker.lifecycle.Report.Phase;
import io.isobar.broker.lifecycle.Report.RegionEnd;
import io.isobar.broker.lifecycle.Report.Said;
import io.isobar.broker.lifecycle.Waiting;
import io.isobar.broker.wire.Reading.Malformed;
import io.isobar.broker.wire.Reading.Sound;
import io.isobar.proto.execution.v1.AttemptReport;
import io.isobar.proto.execution.v1.EndReport;
import io.isobar.proto.execution.v1.Progress;
import io.isobar.proto.execution.v1.ProgressReport;
import io.isobar.proto.execution.v1.WaitReport;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What agents say about attempts. */
public final class ReportCodec {
    private static final int LONGEST_MESSAGE = 2_000;
    private static final int LONGEST_WHY = 500;
    private static final long NEVER = Long.MAX_VALUE;

    private ReportCodec() {}

    /**
     * The region holds the capacity.
     *
     * @param coveredFrom from this sequence of the pool on, its reports are without the attempt; {@link Long#MAX_VALUE} where the
     *     region does not say
     */
    public record Admission(AttemptId attempt, long coveredFrom) {}

    public record RefusedByRegion(AttemptId attempt, Reason reason, String message) {}

    /**
     * Where an attempt is.
     *
     * @param receivedAt stands for the time of an end where the region gives none
     * @param byOurs gives the broker's time for one of the agent's
     */
    public static Reading<Report> fromProto(
            RegionName region, AttemptReport report, Instant receivedAt, UnaryOperator<Instant> byOurs) {
        var problem = problem(report);
        var id = AttemptId.parse(report.getAttemptId()).orElse(null);
        var phase = EnumCodec.fromProto(report.getPhase()).orElse(null);
        if (problem != null || id == null || phase == null) {
            return new Malformed<>("report of attempt " + shown(report.getAttemptId()) + ": "
                    + (problem == null ? "its phase " + report.getPhaseValue() + " is not known" : problem));
        }
        try {
            return new Sound<>(new Report(
                    region,
                    id,
                    phase,
                    report.getSequence(),
                    report.hasStartedAt() ? byOurs.apply(TimeCodec.fromProto(report.getStartedAt())) : null,
                    phase == Phase.ENDED ? end(report, receivedAt, byOurs) : null,
                    covered(report.getCoveredFromSequence())));
        } catch (IllegalArgumentException badTime) {
            return new Malformed<>("report of attempt " + id + ": a time " + badTime.getMessage());
        }
    }

    public static Reading<Admission> fromProto(io.isobar.proto.execution.v1.Admitted admitted) {
        var id = AttemptId.parse(admitted.getAttemptId()).orElse(null);
        if (id == null) {
            return new Malformed<>("admission: " + shown(admitted.getAttemptId()) + " is no attempt id");
        }
        return admitted.getCoveredFromSequence() < 0
                ? new Malformed<>("admission of attempt " + id + ": covered_from_sequence is negative: "
                        + admitted.getCoveredFromSequence())
                : new Sound<>(new Admission(id, covered(admitted.getCoveredFromSequence())));
    }

    public static Reading<RefusedByRegion> fromProto(io.isobar.proto.execution.v1.Refused refused) {
        var id = AttemptId.parse(refused.getAttemptId()).orElse(null);
        if (id == null) {
            return new Malformed<>("refusal: " + shown(refused.getAttemptId()) + " is no attempt id");
        }
        var reason = ReasonCodec.fromProto(refused.getReason());
        var text = Text.clean(refused.getMessage(), LONGEST_MESSAGE);
        return new Sound<>(new RefusedByRegion(
                id,
                reason.orElse(Reason.REFUSED_BY_REGION),
                reason.isPresent() ? text : withUnknown(text, refused.getReasonValue())));
    }

    /** How far the work of an attempt has come. */
    public record Advance(AttemptId attempt, Said said) {}

    /**
     * How far the work of an attempt has come.
     *
     * @param receivedAt stands for when it had, where the region does not say
     * @param byOurs gives the broker's time for one of the agent's
     */
    public static Reading<Advance> fromProto(ProgressReport report, Instant receivedAt, UnaryOperator<Instant> byOurs) {
        var id = AttemptId.parse(report.getAttemptId()).orElse(null);
        var said = report.getProgress();
        if (id == null) {
            return new Malformed<>("progress: " + shown(report.getAttemptId()) + " is no attempt id");
        }
        if (!isSound(said)) {
            return new Malformed<>(
                    "progress of attempt " + id + ": steps must not be negative and total_steps must be positive,"
                            + " they are " + said.getSteps() + " of " + said.getTotalSteps());
        }
        try {
            return new Sound<>(new Advance(id, sound(said, receivedAt, byOurs)));
        } catch (IllegalArgumentException badTime) {
            return new Malformed<>("progress of attempt " + id + ": a time " + badTime.getMessage());
        }
    }

    private static boolean isSound(Progress said) {
        return said.getSteps() >= 0 && (!said.hasTotalSteps() || said.getTotalSteps() > 0);
    }

    private static Said sound(Progress said, Instant receivedAt, UnaryOperator<Instant> byOurs) {
        return new Said(
                said.getSteps(),
                said.hasTotalSteps() ? (Long) said.getTotalSteps() : null,
                said.hasObservedAt() ? byOurs.apply(TimeCodec.fromProto(said.getObservedAt())) : receivedAt);
    }

    /** An end must not be lost for what else it says: null where that makes no sense. */
    private static @Nullable Said said(Progress said, Instant receivedAt, UnaryOperator<Instant> byOurs) {
        try {
            return isSound(said) ? sound(said, receivedAt, byOurs) : null;
        } catch (IllegalArgumentException badTime) {
            return null;
        }
    }

    /** What an attempt waits for in its region's own queue. */
    public record Wait(AttemptId attempt, Waiting waiting) {}

    /**
     * That an attempt waits.
     *
     * @param byOurs gives the broker's time for one of the agent's
     */
    public static Reading<Wait> fromProto(WaitReport report, UnaryOperator<Instant> byOurs) {
        var id = AttemptId.parse(report.getAttemptId()).orElse(null);
        var said = report.getWaiting();
        if (id == null) {
            return new Malformed<>("waiting: " + shown(report.getAttemptId()) + " is no attempt id");
        }
        try {
            return new Sound<>(new Wait(
                    id,
                    new Waiting(
                            Text.line(said.getWhy(), LONGEST_WHY),
                            said.hasExpectedStartAt()
                                    ? byOurs.apply(TimeCodec.fromProto(said.getExpectedStartAt()))
                                    : null)));
        } catch (IllegalArgumentException badTime) {
            return new Malformed<>("waiting of attempt " + id + ": a time " + badTime.getMessage());
        }
    }

    private static @Nullable String problem(AttemptReport report) {
        var id = AttemptId.parse(report.getAttemptId());
        if (id.isEmpty()) {
            return "that is no attempt id";
        }
        var workload = id.get().workload().value();
        if (!report.getWorkloadId().isEmpty() && !report.getWorkloadId().equals(workload)) {
            return "its workload_id is " + shown(report.getWorkloadId());
        }
        if (report.getEpoch() != 0 && report.getEpoch() != id.get().epoch()) {
            return "its epoch is " + report.getEpoch();
        }
        if (report.getSequence() < 0 || report.getCoveredFromSequence() < 0) {
            return "a sequence is negative: " + Math.min(report.getSequence(), report.getCoveredFromSequence());
        }
        boolean ended = EnumCodec.fromProto(report.getPhase()).orElse(null) == Phase.ENDED;
        if (ended && !report.hasEnd()) {
            return "it has ended and does not say how";
        }
        return report.hasEnd() && !ended ? "it has an end and is in phase " + report.getPhaseValue() : null;
    }

    private static RegionEnd end(AttemptReport report, Instant receivedAt, UnaryOperator<Instant> byOurs) {
        var end = report.getEnd();
        var exitCode = end.hasExitCode() ? end.getExitCode() : null;
        var last = end.hasProgress() ? said(end.getProgress(), receivedAt, byOurs) : null;
        var text = Text.clean(end.getMessage(), LONGEST_MESSAGE);
        var reason = ReasonCodec.fromProto(end.getReason());
        var at = endedAt(report, end, receivedAt, byOurs);
        if (reason.isEmpty()) {
            return new RegionEnd(unknownEnd(exitCode), exitCode, withUnknown(text, end.getReasonValue()), at, last);
        }
        if (reason.get() == Reason.EXIT_ZERO && exitCode != null && exitCode != 0) {
            return new RegionEnd(Reason.EXIT_NON_ZERO, exitCode, withCode(exitCode), at, last);
        }
        return new RegionEnd(reason.get(), exitCode, text.isEmpty() ? unsaid(reason.get(), exitCode) : text, at, last);
    }

    private static String unsaid(Reason reason, @Nullable Integer exitCode) {
        return reason == Reason.EXIT_NON_ZERO && exitCode != null ? withCode(exitCode) : reason.meaning();
    }

    private static String withCode(int exitCode) {
        return "the command ended with exit code " + exitCode;
    }

    /** A command that has an exit code ended by itself; without one, something else ended it. Neither is taken for success. */
    private static Reason unknownEnd(@Nullable Integer exitCode) {
        return exitCode == null ? Reason.NODE_FAILED : Reason.EXIT_NON_ZERO;
    }

    private static Instant endedAt(
            AttemptReport report, EndReport end, Instant receivedAt, UnaryOperator<Instant> byOurs) {
        if (end.hasEndedAt()) {
            return byOurs.apply(TimeCodec.fromProto(end.getEndedAt()));
        }
        return report.hasObservedAt() ? byOurs.apply(TimeCodec.fromProto(report.getObservedAt())) : receivedAt;
    }

    /** Sequences begin at 1; 0 is what a region sends that does not say, and then its reports never count as covering. */
    private static long covered(long fromSequence) {
        return fromSequence == 0 ? NEVER : fromSequence;
    }

    private static String withUnknown(String message, int number) {
        var note = number == 0 ? "the region gave no reason" : "the region gave reason " + number + ", not known here";
        return message.isEmpty() ? note : message + " (" + note + ")";
    }

    private static String shown(String text) {
        return "\"" + Text.line(text, 100) + "\"";
    }
}
