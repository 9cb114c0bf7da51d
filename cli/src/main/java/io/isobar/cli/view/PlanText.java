package io.isobar.cli.view;

import io.isobar.cli.text.Escapes;
import io.isobar.cli.text.Wrapped;
import io.isobar.proto.workload.v1.PlanResponse;
import java.util.ArrayList;
import java.util.List;

/** A plan: what was understood, and the decision. */
public final class PlanText {
    private PlanText() {}

    public static List<String> whole(PlanResponse plan, Frame frame) {
        var lines = new ArrayList<>(header(plan, frame));
        lines.add("");
        lines.addAll(DecisionText.lines(plan.getDecision(), frame));
        var summary = plan.getDecision().getSummary();
        if (!summary.isEmpty()) {
            lines.add("");
            lines.addAll(Wrapped.lines("", summary, frame.width()));
        }
        return lines;
    }

    /** What was understood, and what was chosen or why nothing was. */
    public static List<String> brief(PlanResponse plan, Frame frame) {
        var lines = new ArrayList<>(header(plan, frame));
        lines.addAll(Wrapped.lines("", DecisionText.chosen(plan.getDecision()), frame.width()));
        return lines;
    }

    private static List<String> header(PlanResponse plan, Frame frame) {
        var facts = new Facts(frame);
        SpecText.add(plan.getSpec(), facts);
        var lines = new ArrayList<String>();
        lines.add("Plan of " + Escapes.line(SpecText.title(plan.getSpec())));
        lines.addAll(facts.lines());
        return lines;
    }
}
