package io.isobar.cli.view;

import io.isobar.cli.text.Ages;
import io.isobar.cli.text.Amounts;
import io.isobar.cli.text.Times;
import io.isobar.cli.text.Unknown;
import io.isobar.proto.execution.v1.Attempt;
import io.isobar.proto.execution.v1.AttemptOutcome;
import io.isobar.proto.execution.v1.Progress;
import java.util.Locale;

/** How far work has come, as it says itself. */
final class ProgressText {
    private ProgressText() {}

    /**
     * "24.7 %", or "1,234 steps" where it is not said of how many; "-" where nothing is, and where what has succeeded
     * has not said that all was done: it said so some time before its end.
     */
    static String brief(Attempt attempt) {
        var progress = attempt.getProgress();
        boolean isOld = attempt.getOutcome() == AttemptOutcome.ATTEMPT_OUTCOME_SUCCEEDED
                && progress.getSteps() < progress.getTotalSteps();
        if (!attempt.hasProgress() || isOld) {
            return Unknown.MARK;
        }
        return progress.hasTotalSteps() ? percent(progress) : Amounts.count(progress.getSteps()) + " steps";
    }

    /** "1,234 of 5,000 steps (24.7 %), 3.2 a second, as of 12s ago; done about 2026-11-20T12:00:00Z"; empty where nothing is said. */
    static String full(Attempt attempt, Frame frame) {
        if (!attempt.hasProgress()) {
            return "";
        }
        var progress = attempt.getProgress();
        return Amounts.count(progress.getSteps())
                + (progress.hasTotalSteps()
                        ? " of " + Amounts.count(progress.getTotalSteps()) + " steps (" + percent(progress) + ")"
                        : " steps")
                + (progress.hasStepsPerSecond() ? ", " + rate(progress.getStepsPerSecond()) : "")
                + ", as of " + age(progress, frame)
                + (progress.hasExpectedEndAt() && !attempt.hasEndedAt()
                        ? "; done about " + Times.full(progress.getExpectedEndAt(), frame.zone())
                        : "");
    }

    /** "3.2 a second"; "-" where it is not known. */
    static String rate(Attempt attempt) {
        return attempt.getProgress().hasStepsPerSecond()
                ? rate(attempt.getProgress().getStepsPerSecond())
                : Unknown.MARK;
    }

    /** How old what was said is; "-" where nothing is. */
    static String age(Attempt attempt, Frame frame) {
        return attempt.hasProgress() ? age(attempt.getProgress(), frame) : Unknown.MARK;
    }

    private static String age(Progress progress, Frame frame) {
        return Ages.ago(progress.hasObservedAt() ? progress.getObservedAt() : null, frame.now());
    }

    /** By the second, or by the hour where that is less than one in ten seconds. */
    private static String rate(double perSecond) {
        return perSecond >= 0.1
                ? Amounts.decimal(perSecond) + " a second"
                : Amounts.decimal(perSecond * 3_600) + " an hour";
    }

    private static String percent(Progress progress) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * progress.getSteps() / progress.getTotalSteps());
    }
}
