package io.isobar.broker.workload;

/** What happens to a workload when its region is cut off. */
public enum DisconnectPolicy {
    /** Its region stops it when its lease is over, and it starts elsewhere. */
    STOP_AND_REPLACE,
    /** It goes on there, and nowhere else. */
    KEEP_RUNNING,
    /** As {@link #STOP_AND_REPLACE}; where the region is back before it has a place, it may have that again. */
    PREFER_ORIGINAL,
    /** As {@link #STOP_AND_REPLACE}, whatever comes back. */
    PREFER_REPLACEMENT
}
