package io.isobar.agent.driver.kubernetes;

import io.isobar.agent.driver.ManagerUnavailableException;

/** The API server did not answer, or could not say; what was asked of it may have been done. The message says what to do. */
final class KubernetesUnavailableException extends ManagerUnavailableException {
    private static final long serialVersionUID = 1L;

    KubernetesUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
