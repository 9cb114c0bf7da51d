package io.isobar.agent.probe;

import java.net.SocketTimeoutException;

/** What is left of the time that a probe has. */
final class ProbeTime {
    private ProbeTime() {}

    /** Milliseconds, at least 1, as sockets take them; throws where none is left. */
    static int left(long deadlineNanos, long nowNanos) throws SocketTimeoutException {
        long left = deadlineNanos - nowNanos;
        if (left <= 0) {
            throw new SocketTimeoutException("it did not answer in time");
        }
        return (int) Math.max(1, left / 1_000_000);
    }
}
