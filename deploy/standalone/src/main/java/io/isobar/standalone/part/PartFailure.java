package io.isobar.standalone.part;

/** A part cannot be started or does not come up. The message says what failed, the numbers, and what to do. */
public final class PartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PartFailure(String message) {
        super(message);
    }

    public PartFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
