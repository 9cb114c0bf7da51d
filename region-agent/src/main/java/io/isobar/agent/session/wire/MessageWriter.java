package io.isobar.agent.session.wire;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.driver.WorkProgress;
import io.isobar.agent.driver.WorkWait;
import io.isobar.agent.execution.AttemptState;
import io.isobar.agent.execution.AttemptState.Ended;
import io.isobar.agent.execution.RegionMessage;
import io.isobar.proto.execution.v1.Admitted;
import io.isobar.proto.execution.v1.AttemptPhase;
import io.isobar.proto.execution.v1.AttemptReport;
import io.isobar.proto.execution.v1.EndReport;
import io.isobar.proto.execution.v1.Progress;
import io.isobar.proto.execution.v1.ProgressReport;
import io.isobar.proto.execution.v1.Refused;
import io.isobar.proto.execution.v1.WaitReport;
import io.isobar.proto.execution.v1.Waiting;
import io.isobar.proto.region.v1.ConnectRequest;
import io.isobar.proto.region.v1.PoolWithdrawal;
import io.isobar.proto.region.v1.ReportEnd;
import java.time.Duration;
import java.time.Instant;

/** Writes what a region tells. */
public final class MessageWriter {
    private final Duration validity;

    /** A writer; the validity says how long capacity may be used after it was observed. */
    public MessageWriter(Duration validity) {
        this.validity = validity;
    }

    /** One message. A full report has many: it is written in parts. */
    public ConnectRequest write(RegionMessage message) {
        ConnectRequest.Builder request = ConnectRequest.newBuilder();
        switch (message) {
            case RegionMessage.AttemptNews news -> request.setAttempt(attempt(news));
            case RegionMessage.AdmittedNews admitted ->
                request.setAdmitted(Admitted.newBuilder()
                        .setAttemptId(admitted.attempt().value())
                        .setCoveredFromSequence(admitted.coveredFrom()));
            case RegionMessage.RefusedNews refused ->
                request.setRefused(Refused.newBuilder()
                        .setAttemptId(refused.attempt().value())
                        .setReason(WireReason.toWire(refused.refusal().reason()))
                        .setMessage(refused.refusal().message()));
            case RegionMessage.PoolNews news -> request.setPool(PoolWriter.write(news.capacity(), validity));
            case RegionMessage.PoolGone gone ->
                request.setPoolWithdrawal(
                        PoolWithdrawal.newBuilder().setPool(gone.pool().value()));
            case RegionMessage.FullReport report -> request.setReportEnd(end(report));
        }
        return request.build();
    }

    /** How far an attempt has come. */
    public static ProgressReport write(AttemptId attempt, WorkProgress progress) {
        return ProgressReport.newBuilder()
                .setAttemptId(attempt.value())
                .setProgress(progress(progress))
                .build();
    }

    private static Progress progress(WorkProgress progress) {
        Progress.Builder said =
                Progress.newBuilder().setSteps(progress.steps()).setObservedAt(WireTime.timestamp(progress.at()));
        Long total = progress.total();
        if (total != null) {
            said.setTotalSteps(total);
        }
        return said.build();
    }

    /** That an attempt waits. */
    public static WaitReport write(AttemptId attempt, WorkWait wait) {
        Waiting.Builder said = Waiting.newBuilder().setWhy(wait.why());
        Instant startsAt = wait.startsAt();
        if (startsAt != null) {
            said.setExpectedStartAt(WireTime.timestamp(startsAt));
        }
        return WaitReport.newBuilder()
                .setAttemptId(attempt.value())
                .setWaiting(said)
                .build();
    }

    private static ReportEnd end(RegionMessage.FullReport report) {
        return ReportEnd.newBuilder()
                .setReport(report.report())
                .setPools(report.pools().size())
                .setAttempts(report.attempts().size())
                .build();
    }

    private static AttemptReport attempt(RegionMessage.AttemptNews news) {
        AttemptReport.Builder report = AttemptReport.newBuilder()
                .setAttemptId(news.key().id().value())
                .setWorkloadId(news.key().workload().value())
                .setEpoch(news.key().epoch())
                .setPhase(phase(news.state()))
                .setSequence(news.sequence())
                .setObservedAt(WireTime.timestamp(news.observedAt()))
                .setCoveredFromSequence(news.coveredFrom());
        if (news.pool() != null) {
            report.setPool(news.pool().value());
        }
        Instant startedAt = news.state().runningSince();
        if (startedAt != null) {
            report.setStartedAt(WireTime.timestamp(startedAt));
        }
        if (news.state() instanceof Ended ended) {
            report.setEnd(end(ended.end()));
        }
        return report.build();
    }

    private static AttemptPhase phase(AttemptState state) {
        return switch (state) {
            case AttemptState.Held held -> AttemptPhase.ATTEMPT_PHASE_HELD;
            case AttemptState.Starting starting -> AttemptPhase.ATTEMPT_PHASE_STARTING;
            case AttemptState.Running running -> AttemptPhase.ATTEMPT_PHASE_RUNNING;
            case AttemptState.Stopping stopping -> AttemptPhase.ATTEMPT_PHASE_STOPPING;
            case Ended ended -> AttemptPhase.ATTEMPT_PHASE_ENDED;
        };
    }

    private static EndReport end(WorkEnd end) {
        EndReport.Builder report = EndReport.newBuilder()
                .setReason(WireReason.toWire(end.reason()))
                .setMessage(end.message())
                .setEndedAt(WireTime.timestamp(end.at()));
        Integer code = end.exitCode();
        if (code != null) {
            report.setExitCode(code);
        }
        WorkProgress last = end.progress();
        if (last != null) {
            report.setProgress(progress(last));
        }
        return report.build();
    }
}
