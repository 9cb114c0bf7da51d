package io.isobar.broker.placement;

import io.isobar.broker.lifecycle.Attempt;
import io.isobar.broker.lifecycle.AttemptId;
import io.isobar.broker.lifecycle.Workload;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is said of when work will be done that says how far it is. It changes in steps, for with each of them what waits is judged anew: by a
 * twentieth of what is left, and ten seconds at least. Nothing of it is durable, for it follows from how far the attempts are. Not safe for
 * concurrent use.
 */
public final class ExpectedEnds {
    static final long STEP = 20;
    static final Duration LEAST_STEP = Duration.ofSeconds(10);

    private final Map<AttemptId, ExpectedEnd> said = new HashMap<>();

    /** Takes in how far a workload is; what has ended is forgotten. */
    public void see(Workload workload) {
        for (var part : workload.parts()) {
            var end = ExpectedEnd.of(workload.spec(), part);
            if (end.isEmpty()) {
                said.remove(part.id());
            } else {
                var progress = part.progress();
                var before = said.get(part.id());
                if (before == null || progress == null || end.get().isNews(before, progress.at())) {
                    said.put(part.id(), end.get());
                }
            }
        }
    }

    /** Empty: it has not said enough. */
    public Optional<ExpectedEnd> of(Attempt attempt) {
        return Optional.ofNullable(said.get(attempt.id()));
    }

    int size() {
        return said.size();
    }
}
