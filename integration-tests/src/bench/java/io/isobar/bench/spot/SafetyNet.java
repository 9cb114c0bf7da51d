package io.isobar.bench.spot;

import io.isobar.broker.spot.Moment;
import io.isobar.broker.spot.Task;

/** The test of the published benchmarks for whether work must run now. */
final class SafetyNet {
    private SafetyNet() {}

    /** Whether what remains and so many restarts take all ticks that are left. */
    static boolean gone(Task task, Moment moment, int restarts) {
        double need = Math.ceil(seconds(moment.remaining() + restarts * task.restart()) / seconds(task.tick()));
        return need >= Math.floor(seconds(task.deadline() - moment.now()) / seconds(task.tick()));
    }

    /** To the thousandth: the published simulator counts in seconds, and whole ticks must come out as whole. */
    static double seconds(double hours) {
        return Math.rint(hours * 3_600_000) / 1000;
    }
}
