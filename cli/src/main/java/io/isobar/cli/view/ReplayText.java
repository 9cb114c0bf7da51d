package io.isobar.cli.view;

import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Column;
import io.isobar.cli.text.Times;
import io.isobar.cli.text.Unknown;
import io.isobar.cli.text.Words;
import io.isobar.cli.text.Wrapped;
import io.isobar.proto.workload.v1.Candidate;
import io.isobar.proto.workload.v1.Difference;
import io.isobar.proto.workload.v1.Refusal;
import io.isobar.proto.workload.v1.Replay;
import io.isobar.proto.workload.v1.ReplayedPlace;
import java.util.ArrayList;
import java.util.List;

/** A decision that was taken again: pool by pool what was recorded, what comes out now, and where they differ. */
final class ReplayText {
    private static final String SAME = "the same";

    private ReplayText() {}

    static List<String> lines(Replay replay, Frame frame) {
        var lines = new ArrayList<String>();
        if (replay.getPlacesCount() > 0) {
            lines.add("Taken again on its stored inputs" + of(replay, frame) + ":");
            lines.addAll(new Listing<ReplayedPlace>()
                    .add(Column.name("POOL", 8, 36), (place, f) -> place(place))
                    .add(Column.whole("AS RECORDED"), (place, f) -> recorded(place))
                    .add(Column.whole("AS REPLAYED"), (place, f) -> replayed(place))
                    .of(replay.getPlacesList(), frame)
                    .lines(frame.width(), "  "));
        }
        replay.getPlacesList().forEach(place -> addDifferences(place, frame, lines));
        replay.getNotesList().forEach(note -> lines.addAll(Wrapped.lines("  note: ", note, frame.width())));
        lines.addAll(Wrapped.lines("", replay.getSummary(), frame.width()));
        return lines;
    }

    private static String of(Replay replay, Frame frame) {
        return replay.getInputs().hasJudgedAt()
                ? " of " + Times.full(replay.getInputs().getJudgedAt(), frame.zone())
                : "";
    }

    private static String place(ReplayedPlace place) {
        return place.getRegion() + "/" + place.getPool()
                + (place.getGroup().isEmpty() ? "" : ", group " + place.getGroup());
    }

    private static String recorded(ReplayedPlace place) {
        if (place.hasRecordedCandidate()) {
            return bill(place.getRecordedCandidate());
        }
        return place.hasRecordedRefusal() ? refusal(place.getRecordedRefusal()) : Unknown.MARK;
    }

    private static String replayed(ReplayedPlace place) {
        if (place.getDifferencesCount() == 0) {
            return SAME;
        }
        if (place.hasReplayedCandidate()) {
            return bill(place.getReplayedCandidate());
        }
        if (place.hasReplayedRefusal()) {
            return refusal(place.getReplayedRefusal());
        }
        // As it was, at another place among the candidates.
        return place.getDifferences(0).getField().equals("place") ? recorded(place) : Unknown.MARK;
    }

    private static String bill(Candidate candidate) {
        return candidate.hasTotal()
                ? Amounts.money(candidate.getTotal())
                : Amounts.money(candidate.getPricePerHour()) + " an hour";
    }

    private static String refusal(Refusal refusal) {
        return Words.token(refusal.getReason());
    }

    private static void addDifferences(ReplayedPlace place, Frame frame, List<String> lines) {
        if (place.getDifferencesCount() == 0) {
            return;
        }
        lines.add("  " + place(place) + " differs:");
        for (var difference : place.getDifferencesList()) {
            lines.addAll(Wrapped.lines("    " + difference.getField() + ": ", values(difference), frame.width()));
        }
    }

    private static String values(Difference difference) {
        return shown(difference.getRecorded()) + " -> " + shown(difference.getReplayed());
    }

    private static String shown(String value) {
        return value.isEmpty() ? "nothing" : value;
    }
}
