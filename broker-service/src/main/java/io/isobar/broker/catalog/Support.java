package io.isobar.broker.catalog;

/** Whether an accelerator computes in a precision. Unknown is an answer of its own and never passes for yes. */
public enum Support {
    PRESENT,
    MISSING,
    UNKNOWN
}
