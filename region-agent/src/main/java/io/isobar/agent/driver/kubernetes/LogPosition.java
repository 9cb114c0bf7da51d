package io.isobar.agent.driver.kubernetes;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a log was copied.
 *
 * @param length of the copy, in bytes
 * @param newest the time of the newest entry that was copied, or begun; null: none
 * @param complete how many entries of that time were copied whole
 * @param begun how many bytes of the next entry of that time were copied
 */
record LogPosition(long length, @Nullable Instant newest, int complete, long begun) {
    static final LogPosition START = new LogPosition(0, null, 0, 0);

    /** Of what {@link #toString} made; the start where it is not that. */
    static LogPosition parse(String text) {
        String[] parts = text.strip().split(" ", -1);
        try {
            return parts.length == 4
                    ? new LogPosition(
                            Long.parseLong(parts[0]),
                            parts[1].equals("-") ? null : Instant.parse(parts[1]),
                            Integer.parseInt(parts[2]),
                            Long.parseLong(parts[3]))
                    : START;
        } catch (RuntimeException e) {
            return START;
        }
    }

    @Override
    public String toString() {
        return length + " " + (newest == null ? "-" : newest.toString()) + " " + complete + " " + begun;
    }
}
