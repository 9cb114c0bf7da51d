package io.isobar.cli.view;

import io.isobar.cli.text.Escapes;
import io.isobar.cli.text.Times;
import io.isobar.cli.text.Unknown;
import io.isobar.proto.workload.v1.Workload;

/** A change of a workload on a line. */
public final class WatchLine {
    /** With an offset, "2026-11-25T17:00:00+08:00"; a Z leaves it shorter. */
    private static final int TIME = 25;

    private WatchLine() {}

    public static String of(Workload workload, Frame frame) {
        var attempt = workload.getAttempt();
        var time = workload.hasSince() ? Times.full(workload.getSince(), frame.zone()) : Unknown.MARK;
        var exit = attempt.hasExitCode() ? "exit code " + attempt.getExitCode() : "";
        var message = workload.getMessage().isEmpty() ? exit : workload.getMessage();
        var line = padded(time, TIME)
                + padded(WorkloadTable.state(workload), 10)
                + padded(WorkloadTable.reason(workload), 20)
                + padded(Unknown.orMark(attempt.getRegion()), 15)
                + message;
        return Escapes.line(line.stripTrailing());
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length())) + "  ";
    }
}
