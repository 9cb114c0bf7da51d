package io.isobar.broker.wire;

import io.isobar.broker.failure.Failure;

/** How many elements a page of a list has. */
public final class PageSize {
    public static final int USUAL = 100;
    public static final int LARGEST = 1_000;

    private PageSize() {}

    /** What is asked, or the usual size for 0; throws {@link Failure} outside of 0 to 1,000. */
    public static int of(int asked) {
        if (asked < 0 || asked > LARGEST) {
            throw Failure.invalid("page_size", "must be 0 to " + LARGEST + " (0 means " + USUAL + "), is " + asked);
        }
        return asked == 0 ? USUAL : asked;
    }
}
