package io.isobar.broker.placement;

/**
 * How much more than its quota a tenant or group may hold, of what its siblings do not use of theirs.
 *
 * @param units accelerator units; {@link #UNLIMITED}: whatever is idle
 * @param millicpus thousandths of processors, likewise
 * @param memoryBytes likewise
 */
public record Borrowing(long units, long millicpus, long memoryBytes) {
    public static final long UNLIMITED = Long.MAX_VALUE;
    public static final Borrowing NONE = new Borrowing(0, 0, 0);

    public Borrowing {
        if (units < 0 || millicpus < 0 || memoryBytes < 0) {
            throw new IllegalArgumentException("what may be borrowed must be at least 0");
        }
    }
}
