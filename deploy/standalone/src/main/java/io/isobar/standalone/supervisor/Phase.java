package io.isobar.standalone.supervisor;

/** Of the federation as a whole. */
public enum Phase {
    STARTING,
    READY,
    FAILED,
    STOPPING,
    STOPPED
}
