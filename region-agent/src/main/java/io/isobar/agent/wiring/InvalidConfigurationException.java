package io.isobar.agent.wiring;

/** The agent cannot start as it is configured. Its message is all there is to know, so it has no stack trace. */
public final class InvalidConfigurationException extends RuntimeException {
    public InvalidConfigurationException(String message) {
        super(message, null, false, false);
    }
}
