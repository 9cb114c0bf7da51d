package io.isobar.agent.trace;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which trace something belongs to, and below which span (W3C Trace Context, version 00).
 *
 * @param traceId 32 lower-case hexadecimal digits, not all zero
 * @param spanId 16 of them, not all zero
 * @param sampled whether its spans are recorded
 */
public record TraceContext(String traceId, String spanId, boolean sampled) {
    private static final Pattern TRACE_PARENT =
            Pattern.compile("([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
    private static final int LONGEST = 256;

    public TraceContext {
        if (!traceId.matches("[0-9a-f]{32}") || traceId.matches("0+")) {
            throw new IllegalArgumentException("a trace id is 32 hexadecimal digits, not all zero: " + traceId);
        }
        if (!spanId.matches("[0-9a-f]{16}") || spanId.matches("0+")) {
            throw new IllegalArgumentException("a span id is 16 hexadecimal digits, not all zero: " + spanId);
        }
    }

    /**
     * Reads a {@code traceparent}; empty where it is none, or of version ff, which is none either. Later versions are read as
     * 00.
     */
    public static Optional<TraceContext> parse(String text) {
        Matcher match = TRACE_PARENT.matcher(text.length() > LONGEST ? "" : text.strip());
        if (!match.matches()
                || match.group(1).equals("ff")
                || (match.group(1).equals("00") && match.group(5) != null)
                || match.group(2).matches("0+")
                || match.group(3).matches("0+")) {
            return Optional.empty();
        }
        boolean sampled = (Integer.parseInt(match.group(4), 16) & 1) == 1;
        return Optional.of(new TraceContext(match.group(2), match.group(3), sampled));
    }

    /** As {@code traceparent}. */
    @Override
    public String toString() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }
}
