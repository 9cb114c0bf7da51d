package io.isobar.agent.driver.slurm;

import io.isobar.agent.driver.ManagerUnavailableException;

/** Slurm did not answer, or not in a form that is known; the message says what to do. */
public final class SlurmUnavailableException extends ManagerUnavailableException {
    private static final long serialVersionUID = 1L;

    public SlurmUnavailableException(String message) {
        super(message);
    }
}
