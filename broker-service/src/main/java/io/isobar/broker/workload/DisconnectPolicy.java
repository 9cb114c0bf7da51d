package io.isobar.broker.workload;

/** What happens to a workload when its region is cut off. */
public enum DisconnectPolicy {
    STOP_AND_REPLACE,
    KEEP_RUNNING,
    PREFER_ORIGINAL,
    PREFER_REPLACEMENT
}
