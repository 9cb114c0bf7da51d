package io.isobar.standalone.supervisor;

import java.time.Duration;

/**
 * How eagerly a part that died is started again.
 *
 * @param tries within the window, after which it is given up
 * @param window counted back from now
 * @param first the pause before the first new start
 * @param ceiling the longest pause
 */
public record RestartPolicy(int tries, Duration window, Duration first, Duration ceiling) {
    public static final RestartPolicy STANDARD =
            new RestartPolicy(8, Duration.ofMinutes(5), Duration.ofMillis(250), Duration.ofSeconds(15));

    public RestartPolicy {
        if (tries < 1 || first.isNegative() || ceiling.compareTo(first) < 0) {
            throw new IllegalArgumentException("at least one try is needed, and a ceiling of at least the first pause");
        }
    }
}
