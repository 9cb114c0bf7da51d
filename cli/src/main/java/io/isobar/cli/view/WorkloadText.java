package io.isobar.cli.view;

import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Escapes;
import io.isobar.cli.text.Table;
import io.isobar.cli.text.Unknown;
import io.isobar.proto.execution.v1.Attempt;
import io.isobar.proto.execution.v1.AttemptOutcome;
import io.isobar.proto.execution.v1.AttemptState;
import io.isobar.proto.workload.v1.Workload;
import java.util.ArrayList;
import java.util.List;

/** Everything known about a workload. */
public final class WorkloadText {
    private WorkloadText() {}

    /**
     * The description.
     *
     * @param attempts its attempts, newest first
     */
    public static List<String> lines(Workload workload, List<Attempt> attempts, Frame frame) {
        var spec = workload.getSpec();
        var facts = new Facts(frame)
                .add("state", WorkloadTable.state(workload))
                .add("reason", RegionText.orUnknown(WorkloadTable.reason(workload)))
                .addUnlessEmpty("message", workload.getMessage())
                .add("actor", workload.getActor())
                .add("since", RegionText.since(workload.hasSince(), workload.getSince(), frame))
                .add("submitted", RegionText.since(workload.hasSubmittedAt(), workload.getSubmittedAt(), frame))
                .add("price", price(workload))
                .addUnlessEmpty("waits", WaitText.of(workload.getAttempt(), frame))
                .addUnlessEmpty("progress", ProgressText.full(workload.getAttempt(), frame))
                .addUnlessEmpty("trace", workload.getTraceId())
                .add("version", Long.toString(workload.getVersion()));
        SpecText.add(spec, facts);
        SpecText.more(spec, frame, facts);
        var lines = new ArrayList<String>();
        lines.add("Workload " + Escapes.line(workload.getId() + " " + SpecText.title(spec)));
        lines.addAll(facts.lines());
        if (!attempts.isEmpty()) {
            lines.add("");
            lines.addAll(AttemptTable.of(attempts, frame).lines(frame.width()));
            lines.addAll(whyTheyEnded(attempts, frame));
        }
        return lines;
    }

    /** Of those that ended otherwise than well, as the table has no room for it; where it has, it is shown there. */
    private static List<String> whyTheyEnded(List<Attempt> attempts, Frame frame) {
        var facts = new Facts(frame);
        attempts.stream()
                .filter(attempt -> attempt.getState() == AttemptState.ATTEMPT_STATE_ENDED
                        && attempt.getOutcome() != AttemptOutcome.ATTEMPT_OUTCOME_SUCCEEDED
                        && frame.width() != Table.UNLIMITED)
                .forEach(attempt -> facts.addUnlessEmpty(attempt.getId(), attempt.getMessage()));
        return facts.lines();
    }

    private static String price(Workload workload) {
        return workload.hasPricePerHour()
                ? Amounts.price(workload.getPricePerHour()) + " an hour, fixed when it was placed"
                : Unknown.WORD + ": it is not placed";
    }
}
