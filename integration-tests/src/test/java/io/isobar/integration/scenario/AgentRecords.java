package io.isobar.integration.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What an agent wrote of the work that it gave to its driver, whatever the broker believes. */
final class AgentRecords {
    private static final Pattern START = Pattern.compile(" start region=\\S+ attempt=(\\S+)-\\d+$");
    private static final Pattern END = Pattern.compile(" ended region=\\S+ workload=(\\S+) .*reason=EXIT_ZERO ");

    private final Map<String, Integer> starts = new HashMap<>();
    private final Map<String, Integer> ends = new HashMap<>();

    AgentRecords(Path log) {
        try (var lines = Files.lines(log)) {
            lines.forEach(line -> {
                count(START, line, starts);
                count(END, line, ends);
            });
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void count(Pattern what, String line, Map<String, Integer> of) {
        var found = what.matcher(line);
        if (found.find()) {
            of.merge(found.group(1), 1, Integer::sum);
        }
    }

    /** Of all attempts of the workload. */
    int startsOf(String workload) {
        return starts.getOrDefault(workload, 0);
    }

    int endsOf(String workload) {
        return ends.getOrDefault(workload, 0);
    }
}
