package io.isobar.agent.packing;

/**
 * What one replica takes of one node.
 *
 * @param kinds the kinds of nodes that it can run on, bit by bit (see {@link FreeNode#kind})
 * @param devices how many devices, 0 or more
 * @param milli thousandths of each device: 1,000 is all of it, less only where there is one device; 0 where there is none
 * @param millicpus thousandths of processors, not negative
 * @param memory in any one unit, not negative
 */
public record Shape(long kinds, int devices, int milli, long millicpus, long memory) {
    public static final int WHOLE = 1_000;
    public static final long EVERY_KIND = -1L;

    public Shape {
        boolean whole = milli == WHOLE || (devices == 1 && milli >= 1 && milli < WHOLE);
        if (devices < 0 || millicpus < 0 || memory < 0 || (devices == 0 ? milli != 0 : !whole)) {
            throw new IllegalArgumentException(
                    "a shape takes whole devices, a part of one, or none, and no negative amounts,"
                            + " not " + devices + " devices of " + milli + " thousandths, " + millicpus
                            + " millicpus, memory "
                            + memory);
        }
    }

    /** So many whole devices on a node of any kind. */
    public static Shape ofWhole(int devices, long millicpus, long memory) {
        return new Shape(EVERY_KIND, devices, devices == 0 ? 0 : WHOLE, millicpus, memory);
    }

    public boolean takesPartOfADevice() {
        return milli > 0 && milli < WHOLE;
    }
}
