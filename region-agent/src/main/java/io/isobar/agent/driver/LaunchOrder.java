package io.isobar.agent.driver;

import io.isobar.agent.admission.Demand;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to run, and on how much.
 *
 * @param workloadName for people; ownership is by attempt id, never by name
 * @param command the program and its arguments, run without a shell; 1 to 4,096 elements, or none with an image, which
 *     then brings its own
 * @param image null: runs on the host
 * @param stopGrace from the request to stop until it is killed; 0 to one day
 * @param timeLimit after so long running it is stopped; null: none
 * @param expectedRunTime how long the work takes on this pool, as the broker reckons; null: not known
 * @param keepRunning it goes on when the region is cut off; no other attempt is started for it
 */
public record LaunchOrder(
        AttemptKey key,
        String workloadName,
        String tenant,
        List<String> command,
        @Nullable String image,
        Map<String, String> environment,
        String stack,
        Demand demand,
        Duration stopGrace,
        @Nullable Duration timeLimit,
        @Nullable Duration expectedRunTime,
        boolean keepRunning) {
    /** Name of the variable that carries the trace of the work (W3C Trace Context). */
    public static final String TRACE_PARENT = "TRACEPARENT";

    public static final Duration DEFAULT_GRACE = Duration.ofSeconds(10);
    private static final int MAX_ARGUMENTS = 4_096;
    private static final int MAX_COMMAND_CHARACTERS = 128 << 10;
    private static final int MAX_VARIABLES = 1_024;

    /** One that is stopped when its region is cut off. */
    public LaunchOrder(
            AttemptKey key,
            String workloadName,
            String tenant,
            List<String> command,
            @Nullable String image,
            Map<String, String> environment,
            String stack,
            Demand demand,
            Duration stopGrace,
            @Nullable Duration timeLimit,
            @Nullable Duration expectedRunTime) {
        this(
                key,
                workloadName,
                tenant,
                command,
                image,
                environment,
                stack,
                demand,
                stopGrace,
                timeLimit,
                expectedRunTime,
                false);
    }

    public LaunchOrder {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        int characters = command.stream().mapToInt(String::length).sum();
        if (command.isEmpty() && image == null) {
            throw new IllegalArgumentException("there is neither a command nor an image that would bring one");
        }
        if (command.size() > MAX_ARGUMENTS || characters > MAX_COMMAND_CHARACTERS) {
            throw new IllegalArgumentException("a command has at most " + MAX_ARGUMENTS + " elements and at most "
                    + MAX_COMMAND_CHARACTERS + " characters, not " + command.size() + " and " + characters);
        }
        if (command.stream().anyMatch(argument -> argument.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException("a command holds no NUL character");
        }
        if (environment.size() > MAX_VARIABLES) {
            throw new IllegalArgumentException(
                    "an environment has at most " + MAX_VARIABLES + " variables, not " + environment.size());
        }
        environment.forEach(LaunchOrder::checkVariable);
        if (stopGrace.isNegative() || stopGrace.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("the grace to stop is 0 to one day, not " + stopGrace);
        }
        checkPositive("time limit", timeLimit);
        checkPositive("expected run time", expectedRunTime);
    }

    private static void checkVariable(String name, String value) {
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]*") || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the environment variable '" + name + "' has a name or value that no "
                    + "system takes; names are [A-Za-z_][A-Za-z0-9_]*, values hold no NUL");
        }
    }

    private static void checkPositive(String what, @Nullable Duration duration) {
        if (duration != null && (duration.isNegative() || duration.isZero())) {
            throw new IllegalArgumentException("the " + what + " must be positive, not " + duration);
        }
    }
}
