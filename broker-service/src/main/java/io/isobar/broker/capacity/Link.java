package io.isobar.broker.capacity;

/** The state of the link between a region and the broker. */
public enum Link {
    /** Its full report is in. */
    CONNECTED,
    /** The full report is still coming in: nothing is placed there yet. */
    SYNCHRONISING,
    /** Not heard of for a while: no new work; what runs there is unconfirmed. */
    SUSPECT,
    /** Known from before this broker started; not heard of since. */
    AWAITED,
    /** Silent for so long that it was told, by a fence, to stop its work. */
    FENCED,
    /** Silent until its work was given up. */
    LOST
}
