package io.isobar.agent.driver.simulated;

import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.failure.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt will go, decided from its order and the scenario alone, so that it is the same after a restart. Times are
 * simulated.
 *
 * @param launchFailure null: it can be launched
 * @param runTime from running to its end
 * @param whole how long all of its work would take
 * @param assumed whether the run time is a guess, because nobody said
 */
record RunPlan(
        @Nullable String launchFailure,
        Duration startDelay,
        Duration runTime,
        Duration whole,
        Reason reason,
        int exitCode,
        boolean assumed) {
    static final Duration UNKNOWN_RUN_TIME = Duration.ofSeconds(60);

    static RunPlan of(LaunchOrder order, Scenario scenario) {
        Scenario.Rule rule = scenario.ruleFor(order).orElse(null);
        Duration expected = order.expectedRunTime();
        Duration runTime = expected == null ? UNKNOWN_RUN_TIME : expected;
        boolean assumed = expected == null;
        int exitCode = 0;
        if (rule != null) {
            if (rule.runTime() != null) {
                runTime = rule.runTime();
                assumed = false;
            }
            exitCode = rule.exitCode();
        }
        Duration whole = runTime;
        if (rule != null) {
            if (rule.failAfter() != null && rule.failAfter().compareTo(runTime) < 0) {
                runTime = rule.failAfter();
            }
        }
        Reason reason = exitCode == 0 ? Reason.EXIT_ZERO : Reason.EXIT_NON_ZERO;
        Duration limit = order.timeLimit();
        if (limit != null && limit.compareTo(runTime) < 0) {
            runTime = limit;
            reason = Reason.TIME_LIMIT;
            exitCode = 143;
        }
        return new RunPlan(
                rule == null ? null : rule.launchFailure(),
                rule == null ? Duration.ZERO : rule.startDelay(),
                runTime,
                whole,
                reason,
                exitCode,
                assumed);
    }
}
