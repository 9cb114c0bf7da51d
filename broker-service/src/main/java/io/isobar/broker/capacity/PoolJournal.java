package io.isobar.broker.capacity;

/**
 * Which pools changed, in order, so that a reader looks only at those. It holds the last {@link #LENGTH} changes: who is further
 * behind than that looks at everything anew.
 *
 * <p>Pools go by the number that the book gave them: from 0, in the order in which they were first heard of, for good.
 */
public final class PoolJournal {
    /** A power of two. At 100,000 changes a second, what is asked for twice in two seconds finds all of them. */
    static final int LENGTH = 1 << 18;

    /** What of a pool changed; a later one includes the earlier ones. */
    public enum Change {
        /** Less is free, and nothing else changed: what did not fit still does not. */
        LESS,
        /** What is free, or how old the figures are. */
        CAPACITY,
        /** Anything, its being there included. */
        ANYTHING
    }

    private static final Change[] CHANGES = Change.values();
    private static final int CHANGE_BITS = 2;

    private final int[] ring;
    private long end;

    PoolJournal() {
        this(LENGTH);
    }

    /** For tests; {@code length} is a power of two. */
    PoolJournal(int length) {
        ring = new int[length];
    }

    void note(int pool, Change change) {
        ring[(int) (end & (ring.length - 1))] = pool << CHANGE_BITS | change.ordinal();
        end++;
    }

    /** Where the next change will be noted; grows. */
    public long end() {
        return end;
    }

    /** The oldest place that can still be read. */
    public long start() {
        return Math.max(0, end - ring.length);
    }

    /** The pool that changed; {@code at} from {@link #start} to before {@link #end}. */
    public int poolAt(long at) {
        return ring[(int) (at & (ring.length - 1))] >>> CHANGE_BITS;
    }

    public Change changeAt(long at) {
        return CHANGES[ring[(int) (at & (ring.length - 1))] & (1 << CHANGE_BITS) - 1];
    }
}
