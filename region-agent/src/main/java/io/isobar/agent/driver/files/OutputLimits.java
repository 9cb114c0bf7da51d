package io.isobar.agent.driver.files;

import java.time.Duration;

/**
 * How much output a region keeps.
 *
 * @param bytesPerStream of each output stream of each replica; what is beyond is discarded
 * @param retention after the attempt was forgotten
 * @param maxForgotten attempts whose output is kept though they were forgotten; the oldest go first
 */
public record OutputLimits(long bytesPerStream, Duration retention, int maxForgotten) {
    public static final int DEFAULT_MAX_FORGOTTEN = 10_000;

    public OutputLimits {
        if (bytesPerStream < 1 || retention.isNegative() || maxForgotten < 0) {
            throw new IllegalArgumentException("output limits must not be negative, not " + bytesPerStream + " bytes, "
                    + retention + ", " + maxForgotten + " attempts");
        }
    }
}
