package io.isobar.broker.workload;

/**
 * An array of tasks, of which the workload is one: of all workloads of the tenant that name it, at most so many have a place at a time.
 *
 * @param name as a workload's
 * @param atOnce 1 to {@link #MOST_AT_ONCE}
 */
public record TaskArray(String name, int atOnce) {
    public static final int MOST_AT_ONCE = 100_000;

    public TaskArray {
        if (atOnce < 1 || atOnce > MOST_AT_ONCE) {
            throw new IllegalArgumentException("array.atOnce must be 1 to " + MOST_AT_ONCE + ", is " + atOnce);
        }
    }

    /** Whether another task has to wait while so many have a place. */
    public boolean isFullWith(int tasks) {
        return tasks >= atOnce;
    }
}
