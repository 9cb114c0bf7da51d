package io.isobar.agent.driver.simulated;

import io.isobar.agent.driver.OutputStreamKind;
import io.isobar.agent.driver.WorkProgress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a simulated replica has written by some time: the same bytes for the same times, whenever it is asked. */
final class SimulatedText {
    private static final int STEPS = 100;
    private static final double NANOS_PER_MILLI = 1e6;
    /** Times are whole nanoseconds, and what ends then has done its last step. */
    private static final double ROUNDING = 1e-6;

    private SimulatedText() {}

    /** All of a stream as of {@code now}; {@code endedAt} null: it has not ended. */
    static byte[] of(
            SimulatedAttempt attempt,
            int replica,
            OutputStreamKind stream,
            double timeScale,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            Instant now) {
        if (stream == OutputStreamKind.STDERR || startedAt == null) {
            return new byte[0];
        }
        StringBuilder text = new StringBuilder();
        RunPlan plan = attempt.plan;
        text.append("attempt ")
                .append(attempt.work.id())
                .append(" of ")
                .append(attempt.work.order().workloadName());
        text.append(", replica ").append(replica);
        text.append(" on node ").append(attempt.work.placement().nodes().get(replica));
        text.append(": simulated, takes ").append(seconds(plan.runTime())).append(" s");
        text.append(plan.assumed() ? " (assumed: the run time is not known)" : "");
        text.append(" at time scale ")
                .append(String.format(Locale.ROOT, "%.3f", timeScale))
                .append('\n');
        Instant until = endedAt != null && endedAt.isBefore(now) ? endedAt : now;
        int steps = steps(plan, Duration.between(startedAt, until), timeScale);
        for (int step = 1; step <= steps; step++) {
            text.append(String.format(
                    Locale.ROOT,
                    "step %3d of %d after %s s%n",
                    step,
                    STEPS,
                    seconds(plan.whole().multipliedBy(step).dividedBy(STEPS))));
        }
        if (endedAt != null) {
            text.append("ended at ").append(endedAt).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static int steps(RunPlan plan, Duration ran, double timeScale) {
        double whole = Math.max(1, plan.whole().toMillis()) * NANOS_PER_MILLI;
        return Math.clamp((long) (STEPS * ran.toNanos() * timeScale / whole + ROUNDING), 0, STEPS);
    }

    /**
     * How far it has come in that time, as its output says too.
     *
     * @param each it says so after so many steps only
     */
    static WorkProgress progress(RunPlan plan, Instant startedAt, Duration ran, double timeScale, int each) {
        int steps = steps(plan, ran, timeScale) / each * each;
        long millis = Math.round(plan.whole().toMillis() * (double) steps / STEPS / timeScale);
        Duration took = Duration.ofMillis(millis);
        return new WorkProgress(steps, (long) STEPS, startedAt.plus(took.compareTo(ran) < 0 ? took : ran));
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f", duration.toMillis() / 1_000.0);
    }
}
