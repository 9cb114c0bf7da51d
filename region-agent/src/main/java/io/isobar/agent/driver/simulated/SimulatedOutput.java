package io.isobar.agent.driver.simulated;

import io.isobar.agent.driver.OutputStreamKind;
import io.isobar.agent.driver.WorkOutput;

/** What a simulated attempt has written: nothing is kept of it, it is made again for each read. */
final class SimulatedOutput implements WorkOutput {
    private final SimulatedAttempt attempt;
    private final SimulatedTime time;
    private final Object lock;

    /** {@code lock} is what guards the attempt. */
    SimulatedOutput(SimulatedAttempt attempt, SimulatedTime time, Object lock) {
        this.attempt = attempt;
        this.time = time;
        this.lock = lock;
    }

    @Override
    public int replicas() {
        return attempt.work.order().demand().replicas();
    }

    @Override
    public int read(int replica, OutputStreamKind stream, long offset, byte[] into) {
        byte[] text;
        synchronized (lock) {
            text = SimulatedText.of(
                    attempt, replica, stream, time.scale(), attempt.startedAt, attempt.endedAt, time.now());
        }
        int length = Math.clamp(text.length - offset, 0, into.length);
        System.arraycopy(text, length == 0 ? 0 : (int) offset, into, 0, length);
        return length;
    }

    @Override
    public boolean complete() {
        synchronized (lock) {
            return attempt.endedAt != null;
        }
    }
}
