package io.isobar.cli.view;

import io.isobar.cli.text.Escapes;
import io.isobar.cli.text.Words;
import io.isobar.proto.execution.v1.Attempt;
import java.util.ArrayList;
import java.util.List;

/** Everything known about an attempt. */
public final class AttemptText {
    private AttemptText() {}

    public static List<String> lines(Attempt attempt, Frame frame) {
        var facts = new Facts(frame)
                .add("workload", attempt.getWorkloadId())
                .add("epoch", Long.toString(attempt.getEpoch()))
                .addUnlessEmpty("part", part(attempt))
                .add("region", attempt.getRegion())
                .add("pool", attempt.getPool())
                .add("state", state(attempt))
                .add("outcome", attempt.hasEndedAt() ? Words.token(attempt.getOutcome()) : "it has not ended")
                .add("reason", RegionText.orUnknown(Words.token(attempt.getReason())))
                .addUnlessEmpty("message", attempt.getMessage())
                .add("exit code", attempt.hasExitCode() ? Integer.toString(attempt.getExitCode()) : "none")
                .add("reserved", RegionText.since(attempt.hasReservedAt(), attempt.getReservedAt(), frame))
                .add("started", RegionText.since(attempt.hasStartedAt(), attempt.getStartedAt(), frame))
                .add("ended", RegionText.since(attempt.hasEndedAt(), attempt.getEndedAt(), frame))
                .add("confirmed", RegionText.since(attempt.hasConfirmedAt(), attempt.getConfirmedAt(), frame))
                .addUnlessEmpty("waits", WaitText.of(attempt, frame))
                .addUnlessEmpty("progress", ProgressText.full(attempt, frame))
                .add("ran", RegionText.orUnknown(AttemptTable.ran(attempt, frame)));
        var lines = new ArrayList<String>();
        lines.add("Attempt " + Escapes.line(attempt.getId()));
        lines.addAll(facts.lines());
        return lines;
    }

    private static String part(Attempt attempt) {
        return attempt.getPart() == 0
                ? ""
                : attempt.getPart() + " of the gang, " + Words.plural(attempt.getReplicas(), "replica");
    }

    private static String state(Attempt attempt) {
        return attempt.getUnconfirmed()
                ? "UNCONFIRMED: its region is silent; last known as " + Words.token(attempt.getState())
                : Words.token(attempt.getState());
    }
}
