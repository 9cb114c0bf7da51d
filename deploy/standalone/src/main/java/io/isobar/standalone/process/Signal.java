package io.isobar.standalone.process;

/** The signals the launcher sends. PostgreSQL takes INT as "end the sessions and stop"; TERM would wait for them. */
public enum Signal {
    TERM,
    INT,
    KILL
}
