package io.isobar.cli.view;

import io.isobar.cli.text.Ages;
import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Times;
import io.isobar.cli.text.Words;
import io.isobar.cli.text.Wrapped;
import io.isobar.proto.workload.v1.Decision;
import io.isobar.proto.workload.v1.ExplainResponse;
import io.isobar.proto.workload.v1.Forecast;
import io.isobar.proto.workload.v1.SilentRegion;
import io.isobar.proto.workload.v1.Workload;
import io.isobar.proto.workload.v1.WorkloadState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Why a workload runs where it runs, or why it waits. */
public final class ExplainText {
    private ExplainText() {}

    public static List<String> lines(ExplainResponse explanation, Frame frame) {
        var workload = explanation.getWorkload();
        var lines = new ArrayList<String>();
        lines.addAll(Wrapped.lines("", title(workload, frame), frame.width()));
        var facts = new Facts(frame);
        facts.addUnlessEmpty("message", workload.getMessage());
        if (workload.getState() == WorkloadState.WORKLOAD_STATE_QUEUED && explanation.getAttemptsCount() > 0) {
            var last = explanation.getAttempts(explanation.getAttemptsCount() - 1);
            facts.addUnlessEmpty(
                    "last attempt",
                    last.getId() + " ended by " + Words.token(last.getReason())
                            + (last.getMessage().isEmpty() ? "" : ": " + last.getMessage()));
        }
        if (explanation.hasQueuePosition()) {
            facts.add(
                    "queue",
                    "place " + Amounts.count(explanation.getQueuePosition())
                            + (explanation.hasQueueLength() ? " of " + Amounts.count(explanation.getQueueLength()) : "")
                            + " in the line of tenant " + workload.getSpec().getTenant());
        }
        if (explanation.hasForecast()) {
            var forecast = explanation.getForecast();
            facts.add(
                    "could start",
                    "about " + Times.full(forecast.getAt(), frame.zone()) + " (in " + until(forecast, frame) + ") in "
                            + forecast.getRegion() + "/" + forecast.getPool() + ", when "
                            + forecast.getAfterAttempt() + " ends"
                            + (forecast.hasGiveOrTake()
                                    ? " (by how far it is; give or take "
                                            + Ages.brief(Times.duration(forecast.getGiveOrTake())) + ")"
                                    : "")
                            + (explanation.hasHold() ? "" : ", if nobody else takes the room"));
        }
        if (explanation.hasHold()) {
            var hold = explanation.getHold();
            facts.add(
                    "kept for it",
                    hold.getRegion() + "/" + hold.getPool()
                            + (hold.hasStartsBy()
                                    ? ": it starts by " + Times.full(hold.getStartsBy(), frame.zone())
                                            + ", if what runs ends as expected"
                                    : ": it starts when enough of what runs has ended; when that is, nobody knows"));
        }
        explanation.getAttemptsList().forEach(attempt -> facts.addUnlessEmpty("waits", WaitText.of(attempt, frame)));
        explanation.getSilentList().forEach(silent -> facts.add("silent", outlook(silent, frame)));
        if (explanation.hasDecision()) {
            facts.add("decided", decided(explanation.getDecision(), frame));
            facts.addUnlessEmpty("summary", explanation.getDecision().getSummary());
        } else {
            facts.add("decided", "not yet");
        }
        lines.addAll(facts.lines());
        if (explanation.hasDecision()) {
            lines.add("");
            lines.addAll(DecisionText.lines(explanation.getDecision(), frame));
        }
        if (explanation.hasReplay()) {
            lines.add("");
            lines.addAll(ReplayText.lines(explanation.getReplay(), frame));
        }
        if (explanation.getAttemptsCount() > 0) {
            lines.add("");
            lines.addAll(AttemptTable.of(explanation.getAttemptsList(), frame).lines(frame.width()));
        }
        return lines;
    }

    private static String title(Workload workload, Frame frame) {
        var spec = workload.getSpec();
        return SpecText.title(spec) + ", " + workload.getId() + ": is " + WorkloadTable.state(workload) + " because "
                + WorkloadTable.reason(workload)
                + (workload.hasSince()
                        ? ", since " + Times.full(workload.getSince(), frame.zone()) + " ("
                                + Ages.ago(workload.getSince(), frame.now()) + ")"
                        : "");
    }

    private static String outlook(SilentRegion silent, Frame frame) {
        var heard = "region " + silent.getRegion() + ", "
                + (silent.hasLastHeardAt()
                        ? "last heard " + Ages.ago(silent.getLastHeardAt(), frame.now())
                        : "not heard of since the broker started")
                + ": ";
        return heard
                + (silent.hasGivenUpAt()
                        ? "what it runs there is given up at " + Times.full(silent.getGivenUpAt(), frame.zone())
                                + " unless the region is back before, and starts elsewhere"
                        : "it is waited for, since " + silent.getWaitsBecause());
    }

    private static String decided(Decision decision, Frame frame) {
        return (decision.hasDecidedAt()
                        ? Times.full(decision.getDecidedAt(), frame.zone()) + " ("
                                + Ages.ago(decision.getDecidedAt(), frame.now()) + ")"
                        : "at an unknown time")
                + ", " + Words.plural(decision.getPoolsConsidered(), "pool") + " considered, "
                + Amounts.count(decision.getCandidatesTotal()) + " could take it; ages are of then";
    }

    private static String until(Forecast forecast, Frame frame) {
        return Ages.brief(Duration.between(frame.now(), Times.instant(forecast.getAt())));
    }
}
