package io.isobar.cli.view;

import com.google.protobuf.Timestamp;
import io.isobar.cli.text.Ages;
import io.isobar.cli.text.Column;
import io.isobar.cli.text.Table;
import io.isobar.cli.text.Times;
import io.isobar.cli.text.Unknown;
import io.isobar.cli.text.Words;
import io.isobar.proto.execution.v1.Attempt;
import io.isobar.proto.execution.v1.AttemptState;
import java.time.Duration;
import java.util.List;

/** Attempts, one line each. */
public final class AttemptTable {
    private static final Listing<Attempt> LISTING = new Listing<Attempt>()
            .add(Column.whole("ATTEMPT"), (attempt, frame) -> attempt.getId())
            .add(Column.whole("STATE"), (attempt, frame) -> state(attempt))
            .add(Column.text("OUTCOME", 9), (attempt, frame) -> Words.token(attempt.getOutcome()))
            .add(Column.number("EXIT"), (attempt, frame) -> exitCode(attempt))
            .add(Column.text("REASON", 12), (attempt, frame) -> Words.token(attempt.getReason()))
            .add(Column.text("POOL", 14), (attempt, frame) -> attempt.getRegion() + "/" + attempt.getPool())
            .add(Column.number("RAN"), AttemptTable::ran)
            .add(
                    Column.number("CONFIRMED"),
                    (attempt, frame) ->
                            attempt.hasConfirmedAt() ? Ages.ago(attempt.getConfirmedAt(), frame.now()) : "never")
            .addWide(
                    Column.whole("RESERVED"),
                    (attempt, frame) -> time(attempt.hasReservedAt(), attempt.getReservedAt(), frame))
            .addWide(
                    Column.whole("STARTED"),
                    (attempt, frame) -> time(attempt.hasStartedAt(), attempt.getStartedAt(), frame))
            .addWide(Column.whole("ENDED"), (attempt, frame) -> time(attempt.hasEndedAt(), attempt.getEndedAt(), frame))
            .addWide(Column.whole("MESSAGE"), (attempt, frame) -> Unknown.orMark(attempt.getMessage()));

    private AttemptTable() {}

    public static Table of(List<Attempt> attempts, Frame frame) {
        return LISTING.of(attempts, frame);
    }

    private static String time(boolean isKnown, Timestamp at, Frame frame) {
        return isKnown ? Times.full(at, frame.zone()) : Unknown.MARK;
    }

    static String state(Attempt attempt) {
        boolean over = attempt.getState() == AttemptState.ATTEMPT_STATE_ENDED;
        return attempt.getUnconfirmed() && !over ? "UNCONFIRMED" : Words.token(attempt.getState());
    }

    static String exitCode(Attempt attempt) {
        return attempt.hasExitCode() ? Integer.toString(attempt.getExitCode()) : Unknown.MARK;
    }

    /** How long it ran, or has run so far. */
    static String ran(Attempt attempt, Frame frame) {
        if (!attempt.hasStartedAt()) {
            return Unknown.MARK;
        }
        var end = attempt.hasEndedAt() ? Times.instant(attempt.getEndedAt()) : frame.now();
        return Ages.brief(Duration.between(Times.instant(attempt.getStartedAt()), end));
    }
}
