package io.isobar.agent.driver.process;

/**
 * A noisy figure in steps. It moves to another step only where it is more than three quarters of a step away from the one it is
 * at: noise of less than a quarter of a step changes nothing, wherever it is.
 */
final class Steps {
    private final long step;
    private long held;

    Steps(long step) {
        if (step < 1) {
            throw new IllegalArgumentException("a step is at least 1, not " + step);
        }
        this.step = step;
    }

    /** The step that the figure is at now. */
    long at(double figure) {
        if (Math.abs(figure - held) > 0.75 * step) {
            held = Math.round(figure / step) * step;
        }
        return held;
    }
}
