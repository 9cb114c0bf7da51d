package io.isobar.agent.execution;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.admission.WorkloadId;
import io.isobar.agent.driver.AttemptKey;
import io.isobar.agent.execution.AttemptState.Held;
import io.isobar.agent.execution.AttemptState.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All attempts of a region, found by id, by workload, and by what is due next. */
final class AttemptBook {
    private record Deadline(Instant at, AttemptId attempt) {}

    private static final Comparator<Deadline> EARLIEST_FIRST = Comparator.comparing(Deadline::at)
            .thenComparing(deadline -> deadline.attempt().value());

    private final Map<AttemptId, Attempt> attempts = new LinkedHashMap<>();
    private final Map<WorkloadId, List<AttemptId>> live = new HashMap<>();
    private final TreeSet<Deadline> deadlines = new TreeSet<>(EARLIEST_FIRST);
    private int running;

    @Nullable
    Attempt find(AttemptId id) {
        return attempts.get(id);
    }

    Collection<Attempt> all() {
        return attempts.values();
    }

    int size() {
        return attempts.size();
    }

    /** How many are in the state running. */
    int running() {
        return running;
    }

    void put(Attempt attempt) {
        Attempt before = attempts.put(attempt.id(), attempt);
        running += runs(attempt) - runs(before);
        unschedule(before);
        Instant due = due(attempt);
        if (due != null) {
            deadlines.add(new Deadline(due, attempt.id()));
        }
        boolean wasLive = before != null && !before.hasEnded();
        if (!wasLive && !attempt.hasEnded()) {
            live.computeIfAbsent(attempt.key().workload(), id -> new ArrayList<>(1))
                    .add(attempt.id());
        } else if (wasLive && attempt.hasEnded()) {
            dropLive(attempt.key());
        }
    }

    void remove(Attempt attempt) {
        running -= runs(attempts.remove(attempt.id()));
        unschedule(attempt);
        dropLive(attempt.key());
    }

    private static int runs(@Nullable Attempt attempt) {
        return attempt != null && attempt.state() instanceof Running ? 1 : 0;
    }

    private void dropLive(AttemptKey key) {
        live.computeIfPresent(key.workload(), (workload, ids) -> {
            ids.remove(key.id());
            return ids.isEmpty() ? null : ids;
        });
    }

    private void unschedule(@Nullable Attempt attempt) {
        Instant due = attempt == null ? null : due(attempt);
        if (attempt != null && due != null) {
            deadlines.remove(new Deadline(due, attempt.id()));
        }
    }

    /** Other attempts of the same workload that have not ended. */
    List<Attempt> liveSiblings(AttemptKey key) {
        List<Attempt> siblings = new ArrayList<>();
        for (AttemptId id : live.getOrDefault(key.workload(), List.of())) {
            Attempt attempt = attempts.get(id);
            if (attempt != null && !id.equals(key.id())) {
                siblings.add(attempt);
            }
        }
        return siblings;
    }

    /** When the next attempt is due; empty: none is. */
    Optional<Instant> nextDue() {
        return deadlines.isEmpty()
                ? Optional.empty()
                : Optional.of(deadlines.first().at());
    }

    /** The attempts that are due at this time. */
    List<Attempt> due(Instant now) {
        List<Attempt> found = new ArrayList<>();
        for (Deadline deadline : deadlines) {
            Attempt attempt = attempts.get(deadline.attempt());
            if (deadline.at().isAfter(now)) {
                break;
            }
            if (attempt != null) {
                found.add(attempt);
            }
        }
        return found;
    }

    private static @Nullable Instant due(Attempt attempt) {
        Duration limit = attempt.work().order().timeLimit();
        return switch (attempt.state()) {
            case Held held -> held.until();
            case Running running -> limit == null ? null : running.startedAt().plus(limit);
            case AttemptState.Starting starting -> null;
            case AttemptState.Stopping stopping -> null;
            case AttemptState.Ended ended -> null;
        };
    }
}
