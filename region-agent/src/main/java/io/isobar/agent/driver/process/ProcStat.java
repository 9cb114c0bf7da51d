package io.isobar.agent.driver.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One line of /proc/PID/stat, as far as it is needed.
 *
 * @param startTime in clock ticks since the machine started; with the pid it names a process for ever
 */
record ProcStat(long pid, char state, long parent, long session, long startTime) {
    private static final Path PROC = Path.of("/proc");

    /** Empty where the line is not whole. */
    static Optional<ProcStat> parse(String line) {
        int open = line.indexOf('(');
        // The name in the middle may hold anything, parentheses too.
        int close = line.lastIndexOf(')');
        if (open < 1 || close < open) {
            return Optional.empty();
        }
        String[] rest = line.substring(close + 1).strip().split(" ", -1);
        if (rest.length < 20) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ProcStat(
                    Long.parseLong(line.substring(0, open).strip()),
                    rest[0].charAt(0),
                    Long.parseLong(rest[1]),
                    Long.parseLong(rest[3]),
                    Long.parseLong(rest[19])));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The process as it is now; empty where there is none. */
    static Optional<ProcStat> of(long pid) {
        try {
            byte[] bytes = Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve("stat"));
            return parse(new String(bytes, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A zombie runs no more; it only waits for its parent to look. */
    boolean runs() {
        return state != 'Z' && state != 'X';
    }

    /** Whether this very process, not another one with its pid, runs now. */
    boolean stillRuns() {
        return of(pid).filter(now -> now.startTime == startTime && now.runs()).isPresent();
    }

    boolean isSameAs(ProcStat other) {
        return pid == other.pid && startTime == other.startTime;
    }
}
