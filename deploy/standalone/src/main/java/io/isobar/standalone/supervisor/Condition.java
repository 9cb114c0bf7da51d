package io.isobar.standalone.supervisor;

/** Of one part. */
public enum Condition {
    /** For the stage before. */
    WAITING,
    STARTING,
    READY,
    /** It died, and is started again after a pause. */
    DOWN,
    /** It died too often. */
    GIVEN_UP,
    STOPPED
}
