package io.isobar.broker.capacity;

/**
 * Which pools changed, in order, so that a reader looks only at those. It holds the last {@link #LENGTH} changes: who is further
 * behind than that looks at everything anew.
 *
 * <p>Pools go by the number that the book gave them, from 0. When it gives them others, what was noted before is forgotten, and whoever
 * reads is too far behind.
 */
public final class PoolJournal {
    /** A power of two. At 100,000 changes a second, what is asked for twice in two seconds finds all of them. */
    static final int LENGTH = 1 << 18;

    /** What of a pool changed; a later one includes the earlier ones. */
    public enum Change {
        /** Less is free, and nothing else changed: what did not fit still does not. */
        LESS(0),
        /** What is free, or how old the figures are. */
        CAPACITY(1),
        /** Anything, its being there included. */
        ANYTHING(2);

        private final int code;

        Change(int code) {
            this.code = code;
        }
    }

    private static final Change[] BY_CODE = {Change.LESS, Change.CAPACITY, Change.ANYTHING};
    private static final int CODE_BITS = 2;

    private final int[] ring;
    private long start;
    private long end;

    PoolJournal() {
        this(LENGTH);
    }

    /** For tests; {@code length} is a power of two. */
    PoolJournal(int length) {
        ring = new int[length];
    }

    void note(int pool, Change change) {
        ring[(int) (end & (ring.length - 1))] = pool << CODE_BITS | change.code;
        end++;
    }

    /** All who read look at everything anew, those who have read everything, too. */
    void forget() {
        end++;
        start = end;
    }

    /** Where the next change will be noted; grows. */
    public long end() {
        return end;
    }

    /** The oldest place that can still be read. */
    public long start() {
        return Math.max(start, end - ring.length);
    }

    /** The pool that changed; {@code at} from {@link #start} to before {@link #end}. */
    public int poolAt(long at) {
        return ring[(int) (at & (ring.length - 1))] >>> CODE_BITS;
    }

    public Change changeAt(long at) {
        return BY_CODE[ring[(int) (at & (ring.length - 1))] & (1 << CODE_BITS) - 1];
    }
}
