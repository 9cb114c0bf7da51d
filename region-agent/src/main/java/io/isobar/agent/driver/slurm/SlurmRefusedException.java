package io.isobar.agent.driver.slurm;

/** Slurm answered, and will not do it; the message is Slurm's own. */
public final class SlurmRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SlurmRefusedException(String message) {
        super(message);
    }
}
