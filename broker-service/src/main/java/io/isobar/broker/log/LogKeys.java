package io.isobar.broker.log;

import io.quarkus.logging.LoggingFilter;
import java.util.HashSet;
import java.util.Set;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.formatters.PatternFormatter;

/**
 * Gives each record its fixed keys as fields beside the text, so that a JSON log can be searched by them. A line has them once, as
 * {@code key=value} before what is said for people; the first of each counts. It keeps no record back.
 */
@LoggingFilter(name = "keys")
public final class LogKeys implements Filter {
    /** In docs/logs.md. */
    static final Set<String> KEYS =
            Set.of("region", "workload", "attempt", "epoch", "tenant", "reason", "session", "state", "traceId");

    private static final Pattern PAIR = Pattern.compile("(?:^| )([a-zA-Z]+)=([^\\s\"]+)|message=\"");
    private static final PatternFormatter MESSAGE = new PatternFormatter("%s");
    private static final int FARTHEST = 1_000;

    @Override
    public boolean isLoggable(LogRecord record) {
        if (record instanceof ExtLogRecord extended
                && record.getLoggerName() != null
                && record.getLoggerName().startsWith("io.isobar.")) {
            String text = MESSAGE.formatMessage(extended);
            if (text != null && text.indexOf('=') > 0) {
                addKeys(extended, text.substring(0, Math.min(text.length(), FARTHEST)));
            }
        }
        return true;
    }

    private static void addKeys(ExtLogRecord record, String text) {
        Set<String> seen = new HashSet<>();
        Matcher pair = PAIR.matcher(text);
        // What is in quotes was said by others.
        while (pair.find() && pair.group(1) != null) {
            if (KEYS.contains(pair.group(1))
                    && seen.add(pair.group(1))
                    && !pair.group(2).equals("-")) {
                record.putMdc(pair.group(1), pair.group(2));
            }
        }
    }
}
