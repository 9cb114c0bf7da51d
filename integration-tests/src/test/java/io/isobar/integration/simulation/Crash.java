package io.isobar.integration.simulation;

/** The process is killed where this is thrown. No exception: nothing that handles failures may live on. */
final class Crash extends Error {
    private static final long serialVersionUID = 1;

    Crash(String where) {
        super(where, null, false, false);
    }
}
