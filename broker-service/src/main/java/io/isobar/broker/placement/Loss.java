package io.isobar.broker.placement;

import io.isobar.broker.resource.Decimals;
import io.isobar.broker.workload.Checkpoint;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Time that failures and the guard against them are expected to cost. */
sealed interface Loss {
    /** So many hours more than the undisturbed run time. */
    record Expected(double hours, String detail) implements Loss {}

    /** It cannot be said. */
    record Unsaid(String why) implements Loss {}

    /** Without a checkpoint, a run that fails so often never ends, and the formula says nothing useful any more. */
    double HOPELESS = 10;

    /**
     * Young's and Daly's first-order model. With a checkpoint every t, saving C, restarting R and a hazard h, the share
     * C/t + h (t/2 + R) of the run time T is lost; where t is not said it is the best one, sqrt(2C/h) - C. Without a checkpoint each
     * failure starts from nothing: (e^(hT) - 1)/h - T.
     */
    static Loss of(double hazardPerHour, double hours, @Nullable Checkpoint checkpoint) {
        if (hazardPerHour == 0) {
            return new Expected(0, "");
        }
        var failures = hazardPerHour * hours;
        if (checkpoint != null) {
            return guarded(hazardPerHour, hours, checkpoint);
        }
        if (failures > HOPELESS) {
            return new Unsaid(String.format(
                    Locale.ROOT,
                    "%.0f failures are expected in %.0f h and it starts from nothing after each: declare spec.checkpoint",
                    failures,
                    hours));
        }
        return new Expected(
                Math.expm1(failures) / hazardPerHour - hours,
                Decimals.print(failures, 2) + " failures expected, each from the start, no checkpoint");
    }

    private static Loss guarded(double hazard, double hours, Checkpoint checkpoint) {
        double save = hours(checkpoint.saveTakes());
        double restart = hours(checkpoint.restartTakes());
        if (checkpoint.every() == null && checkpoint.saveTakes() == null) {
            return new Unsaid("neither checkpoint.every nor checkpoint.saveTakes is declared");
        }
        double every = checkpoint.every() == null
                ? Math.max(save, Math.sqrt(2 * save / hazard) - save)
                : hours(checkpoint.every());
        if (!(every > 0)) {
            return new Unsaid("checkpoint.saveTakes is 0 and checkpoint.every is not declared");
        }
        double share = save / every + hazard * (every / 2 + restart);
        return new Expected(
                share * hours,
                Decimals.print(hazard * hours, 2) + " failures expected, checkpoint every "
                        + Decimals.print(every * 60, 0) + " min"
                        + (checkpoint.saveTakes() == null ? " (time to save not declared)" : "") + ": "
                        + Decimals.print(share * 100, 1) + " % of the run time");
    }

    private static double hours(@Nullable Duration duration) {
        return duration == null ? 0 : duration.toMillis() / 3_600_000.0;
    }
}
