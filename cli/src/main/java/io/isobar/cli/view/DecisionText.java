package io.isobar.cli.view;

import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Times;
import io.isobar.cli.text.Words;
import io.isobar.cli.text.Wrapped;
import io.isobar.proto.workload.v1.Candidate;
import io.isobar.proto.workload.v1.Decision;
import io.isobar.proto.workload.v1.Footprint;
import java.util.ArrayList;
import java.util.List;

/** A decision: who could take the work, for how much, who could not, and what would change that. */
final class DecisionText {
    private DecisionText() {}

    static List<String> lines(Decision decision, Frame frame) {
        var lines = new ArrayList<String>();
        if (decision.getCandidatesCount() > 0) {
            addCandidates(decision, frame, lines);
        } else {
            lines.addAll(Wrapped.lines("", refused(decision), frame.width()));
        }
        var refusals = Refusals.lines(decision, frame);
        if (!refusals.isEmpty()) {
            lines.add("");
            lines.addAll(refusals);
        }
        var changes = changes(decision);
        if (!changes.isEmpty()) {
            lines.add("");
            lines.add("What would change it:");
            changes.forEach(change -> lines.addAll(Wrapped.lines("  - ", change, frame.width())));
        }
        if (!decision.getExchangeRatesList().isEmpty()) {
            lines.add("");
            lines.addAll(Wrapped.lines(
                    "Exchange rates: ", String.join("; ", decision.getExchangeRatesList()), frame.width()));
        }
        return lines;
    }

    /** The chosen one on a line; why there is none where there is none. */
    static String chosen(Decision decision) {
        if (!decision.getPlaced() || decision.getCandidatesCount() == 0) {
            return refused(decision);
        }
        if (decision.getPartsCount() > 1) {
            return CandidateTable.MARK + " " + decision.getSummary().replaceFirst("chosen", "CHOSEN");
        }
        var best = decision.getCandidates(0);
        return CandidateTable.MARK + " CHOSEN: " + best.getRegion() + "/" + best.getPool() + ", "
                + total(best)
                + Amounts.money(best.getPricePerHour()) + " an hour, "
                + (best.getStartsNow() ? begins(best) : "has to wait");
    }

    private static String total(Candidate best) {
        if (!best.hasTotal()) {
            return "total unknown (no run time), ";
        }
        return best.hasPaid() && !best.getPaid().equals(best.getTotal())
                ? Amounts.money(best.getPaid()) + " charged, " + Amounts.money(best.getTotal())
                        + " with what only weighs, "
                : Amounts.money(best.getTotal()) + " in all, ";
    }

    /** Of work that has a place, what only repeats a remedy of the refusals says nothing more. */
    private static List<String> changes(Decision decision) {
        if (decision.getCandidatesCount() == 0) {
            return decision.getWouldChangeList();
        }
        return decision.getWouldChangeList().stream()
                .filter(change -> decision.getRefusalsList().stream()
                        .noneMatch(refusal ->
                                !refusal.getRemedy().isEmpty() && change.endsWith(": " + refusal.getRemedy())))
                .toList();
    }

    private static String refused(Decision decision) {
        return "No pool can take it now: " + Words.token(decision.getDominantReason()) + ", "
                + Words.plural(decision.getPoolsConsidered(), "pool") + " considered";
    }

    private static void addNotes(Candidate best, Frame frame, List<String> lines) {
        if (best.hasRunTimeRatio()) {
            var ratio = best.getRunTimeRatio();
            lines.addAll(Wrapped.lines(
                    "  run time: ",
                    Amounts.decimal(ratio.getTime()) + " x that on " + ratio.getReference() + ", "
                            + CandidateTable.basis(best.getRunTimeBasis()) + ": " + ratio.getSource(),
                    frame.width()));
        }
        if (best.hasFootprint()) {
            lines.addAll(Wrapped.lines("  energy: ", footprint(best.getFootprint()), frame.width()));
        }
        best.getNotesList().forEach(note -> lines.addAll(Wrapped.lines("  note: ", note, frame.width())));
    }

    private static String footprint(Footprint footprint) {
        var known = footprint.hasKilowattHours()
                ? Amounts.decimal(footprint.getKilowattHours()) + " kWh, "
                        + (footprint.hasKilogramsCo2E()
                                ? Amounts.decimal(footprint.getKilogramsCo2E()) + " kg CO2e"
                                : "CO2e unknown")
                        + " (estimated): " + footprint.getDetail()
                : "unknown";
        return footprint.getUnknownCount() == 0 ? known : known + "; " + String.join("; ", footprint.getUnknownList());
    }

    private static void addCandidates(Decision decision, Frame frame, List<String> lines) {
        var candidates = decision.getCandidatesList();
        lines.addAll(CandidateTable.of(candidates, decision.getPlaced(), frame).lines(frame.width()));
        if (decision.getCandidatesTotal() > candidates.size()) {
            lines.add("  and " + (decision.getCandidatesTotal() - candidates.size()) + " more that pass");
        }
        lines.addAll(Wrapped.lines("", chosen(decision), frame.width()));
        if (decision.getPartsCount() > 1) {
            lines.add("");
            lines.addAll(PartTable.of(decision.getPartsList(), frame).lines(frame.width(), "  "));
        }
        addNotes(candidates.getFirst(), frame, lines);
        if (candidates.getFirst().getBillCount() > 0) {
            lines.add("");
            lines.addAll(BillTable.of(candidates.getFirst()).lines(frame.width(), "  "));
        }
        if (frame.isWide() && candidates.size() > 1) {
            lines.add("");
            lines.addAll(BillsTable.of(candidates).lines(frame.width(), "  "));
        }
    }

    private static String begins(Candidate best) {
        return best.hasDelay() ? "starts in " + Times.span(Times.duration(best.getDelay())) : "starts now";
    }
}
