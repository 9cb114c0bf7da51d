package io.isobar.cli.view;

import io.isobar.cli.text.Ages;
import io.isobar.cli.text.DisplayWidth;
import io.isobar.cli.text.Escapes;
import io.isobar.cli.text.Table;
import io.isobar.cli.text.Times;
import io.isobar.cli.text.Words;
import io.isobar.cli.text.Wrapped;
import io.isobar.proto.errors.v1.Reason;
import io.isobar.proto.workload.v1.Decision;
import io.isobar.proto.workload.v1.ReasonCount;
import io.isobar.proto.workload.v1.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The pools that cannot take a workload, by reason: the reason that is nearest to fitting first. */
final class Refusals {
    private static final int EXAMPLES = 3;
    private static final int REMEDIES = 2;
    /** Columns of the names, where the evidence has to fit beside them. */
    private static final int NAMES = 40;

    private Refusals() {}

    static List<String> lines(Decision decision, Frame frame) {
        // The broker lists refusals furthest through the gate first; the numbers of the reasons have no order.
        var order = decision.getRefusalsList().stream()
                .map(Refusal::getReason)
                .distinct()
                .toList();
        var counts = decision.getRefusedByReasonList().stream()
                .sorted(Comparator.comparingInt(count -> place(order, count.getReason())))
                .toList();
        int refused = counts.stream().mapToInt(ReasonCount::getPools).sum();
        if (refused == 0) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        lines.add("Refused: " + refused + " of " + Words.plural(decision.getPoolsConsidered(), "pool"));
        for (var count : counts) {
            lines.add("  " + Words.token(count.getReason()) + ", " + Words.plural(count.getPools(), "pool"));
            addReason(of(decision, count.getReason()), count.getPools(), frame, lines);
        }
        return lines;
    }

    /** A reason of which no refusal is listed comes last. */
    private static int place(List<Reason> order, Reason reason) {
        int place = order.indexOf(reason);
        return place < 0 ? order.size() : place;
    }

    private static List<Refusal> of(Decision decision, Reason reason) {
        return decision.getRefusalsList().stream()
                .filter(refusal -> refusal.getReason() == reason)
                .toList();
    }

    private static void addReason(List<Refusal> refusals, int pools, Frame frame, List<String> lines) {
        var shown = refusals.stream()
                .limit(frame.isWide() ? refusals.size() : EXAMPLES)
                .toList();
        int longest = shown.stream()
                .mapToInt(refusal -> name(refusal, frame).length())
                .max()
                .orElse(0);
        for (var refusal : shown) {
            var name = name(refusal, frame);
            lines.addAll(Wrapped.lines(
                    "    " + name + " ".repeat(longest - name.length() + 2), evidence(refusal), frame.width()));
        }
        if (pools > shown.size()) {
            lines.add("    and " + (pools - shown.size()) + " more"
                    + (frame.width() == Table.UNLIMITED ? "" : " (-o wide)"));
        }
        refusals.stream()
                .map(Refusal::getRemedy)
                .filter(remedy -> !remedy.isEmpty())
                .distinct()
                .limit(REMEDIES)
                .forEach(remedy -> lines.addAll(Wrapped.lines("    to do: ", remedy, frame.width())));
    }

    /** With how old it is, where that is known. */
    private static String evidence(Refusal refusal) {
        return refusal.hasCapacityAge()
                ? refusal.getEvidence() + " [" + Ages.brief(Times.duration(refusal.getCapacityAge())) + " old]"
                : refusal.getEvidence();
    }

    private static String name(Refusal refusal, Frame frame) {
        var name = refusal.getRegion() + (refusal.getPool().isEmpty() ? "" : "/" + refusal.getPool());
        return frame.isWide() ? Escapes.line(name) : DisplayWidth.cut(Escapes.line(name), NAMES);
    }
}
