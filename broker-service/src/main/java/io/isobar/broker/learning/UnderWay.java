package io.isobar.broker.learning;

import io.isobar.broker.workload.WorkloadId;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs that go on and have said how far they are, each once and as of what it last said: however often it says so, no step counts twice.
 * Nothing of it is durable, for it follows from how far the attempts are, which is. Bounded: above it what comes newly is not taken in.
 * Not safe for concurrent use.
 */
final class UnderWay {
    private static final int MOST = 10_000;

    /** What was seen must be so many times as much, or say something else by so much, to be taken in anew. */
    private static final double MORE = 1.25;

    private static final double OTHER = Math.log(1.05);

    private final Map<WorkloadId, Run> runs = new HashMap<>();
    private final Map<String, LinkedHashMap<WorkloadId, Run>> byFamily = new HashMap<>();

    /** Whether that is something else than before. */
    boolean put(WorkloadId by, Run run) {
        var before = runs.get(by);
        if (before == null ? runs.size() >= MOST : !isNews(before, run)) {
            return false;
        }
        remove(by);
        runs.put(by, run);
        byFamily.computeIfAbsent(run.kind().family(), family -> new LinkedHashMap<>())
                .put(by, run);
        return true;
    }

    private static boolean isNews(Run before, Run run) {
        return !run.kind().equals(before.kind())
                || run.share() >= MORE * before.share()
                || run.share() < before.share()
                || Math.abs(run.logarithm() - before.logarithm()) > OTHER;
    }

    @Nullable
    Run remove(WorkloadId by) {
        var removed = runs.remove(by);
        if (removed != null) {
            byFamily.computeIfPresent(removed.kind().family(), (family, left) -> {
                left.remove(by);
                return left.isEmpty() ? null : left;
            });
        }
        return removed;
    }

    Collection<Run> of(String family) {
        return byFamily.getOrDefault(family, new LinkedHashMap<>()).values();
    }

    /** How many there are of each kind. */
    Map<RunKind, Long> kinds() {
        var kinds = new HashMap<RunKind, Long>();
        runs.values().forEach(run -> kinds.merge(run.kind(), 1L, Long::sum));
        return kinds;
    }
}
