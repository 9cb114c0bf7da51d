package io.isobar.agent.driver.kubernetes;

import io.isobar.agent.driver.WorkProgress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of a container's log by which work says how far it is: {@code steps=1234}, or {@code steps=1234 total=5000}, and nothing else. What
 * it writes into ISOBAR_PROGRESS_FILE comes there, for that is where the container's output goes ({@link #FILE}).
 */
final class ProgressLine {
    /**
     * The output of the container's first process, whatever a process writes to its own: no volume, no right and no program of ours is needed,
     * and the log is what the agent may read.
     */
    static final String FILE = "/proc/1/fd/1";

    /** In bytes, without its end. */
    static final int LONGEST = 64;

    private static final String FIRST_WORD = "steps";
    private static final Pattern WHOLE = Pattern.compile(
            "[ \\t]*steps[ \\t]*=[ \\t]*(\\d{1,18})(?:[ \\t,;]+total[ \\t]*=[ \\t]*(\\d{1,18}))?[ \\t\\r]*");

    private ProgressLine() {}

    /** What a line says, without its end; empty: it is a line as any other. */
    static Optional<WorkProgress> read(byte[] bytes, int from, int to, Instant at) {
        Matcher line = WHOLE.matcher(text(bytes, from, to));
        if (to - from > LONGEST || !line.matches()) {
            return Optional.empty();
        }
        String total = line.group(2);
        long all = total == null ? 0 : Long.parseLong(total);
        return Optional.of(new WorkProgress(Long.parseLong(line.group(1)), all > 0 ? (Long) all : null, at));
    }

    /** Whether a line that begins so may be one, once it is there whole. */
    static boolean mayBegin(byte[] bytes, int from, int to) {
        String begun = text(bytes, from, to).stripLeading();
        return to - from <= LONGEST && (begun.startsWith(FIRST_WORD) || FIRST_WORD.startsWith(begun));
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, Math.min(to - from, LONGEST + 1), StandardCharsets.ISO_8859_1);
    }
}
