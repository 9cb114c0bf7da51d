package io.isobar.agent.driver;

/** A resource manager did not answer, or could not say: nothing is known, and it can be asked again. The message says what to do. */
public class ManagerUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    protected ManagerUnavailableException(String message) {
        super(message);
    }

    protected ManagerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
