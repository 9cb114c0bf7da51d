package io.isobar.standalone.supervisor;

/** Parts of one stage start together, when all of the stage before serve. They stop in the opposite order. */
public enum Stage {
    ENGINES,
    BROKER,
    AGENTS,
    /** Of the supervisor itself, which outlives all. */
    SUPERVISOR
}
