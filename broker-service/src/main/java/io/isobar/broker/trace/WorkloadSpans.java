package io.isobar.broker.trace;

import io.isobar.broker.ledger.Changes;
import io.isobar.broker.lifecycle.Workload;
import io.isobar.broker.lifecycle.WorkloadState;
import io.isobar.broker.workload.TraceContext;
import io.isobar.broker.workload.WorkloadId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records how long each workload that belongs to a trace was in each of its states: a span for each, below the one that
 * submitted it. It is told only of what is durable. What went on while no broker led has no span. Not safe for concurrent use:
 * the thread that makes the leader's turns durable tells it.
 */
public final class WorkloadSpans {
    private final Spans spans;
    private final Map<WorkloadId, Stage> stages = new HashMap<>();

    private record Stage(String name, Instant since) {}

    public WorkloadSpans(Spans spans) {
        this.spans = spans;
    }

    public void changed(Changes changes) {
        changes.workloads().values().forEach(this::changed);
    }

    private void changed(Workload workload) {
        var trace = workload.trace();
        if (trace == null) {
            return;
        }
        var now = stage(workload.state());
        var before = now == null ? stages.remove(workload.id()) : stages.put(workload.id(), now);
        if (before == null && isFirst(workload)) {
            before = new Stage("place", workload.submittedAt());
        }
        if (before != null && now != null && before.name().equals(now.name())) {
            stages.put(workload.id(), before);
        } else if (before != null) {
            record(before, workload, trace);
        }
    }

    /** It was accepted in the very turn in which it was placed or cancelled, and is not seen here before. */
    private static boolean isFirst(Workload workload) {
        return workload.tries() == 0 || (workload.tries() == 1 && workload.state() instanceof WorkloadState.Placing);
    }

    private void record(Stage stage, Workload workload, TraceContext trace) {
        var why = workload.state().why();
        spans.begin("isobar." + stage.name(), trace, stage.since(), attributes(workload))
                .end(why.since(), failure(workload.state()));
    }

    private static @Nullable String failure(WorkloadState state) {
        return state instanceof WorkloadState.Failed || state instanceof WorkloadState.Queued
                ? state.why().reason() + ": " + state.why().message()
                : null;
    }

    private static Map<String, String> attributes(Workload workload) {
        var attributes = new HashMap<String, String>();
        attributes.put("isobar.workload", workload.id().value());
        attributes.put("isobar.tenant", workload.spec().tenant());
        attributes.put("isobar.reason", workload.state().why().reason().name());
        var attempt = workload.attempt();
        if (attempt != null) {
            attributes.put("isobar.attempt", attempt.id().toString());
            attributes.put("isobar.region", attempt.assignment().pool().region().value());
        }
        return attributes;
    }

    /** What goes on in a state; null: nothing any more. */
    private static @Nullable Stage stage(WorkloadState state) {
        var since = state.why().since();
        return switch (state) {
            case WorkloadState.Queued queued -> new Stage("place", since);
            case WorkloadState.Placing placing -> new Stage("reserve", since);
            case WorkloadState.Starting starting -> new Stage("start", since);
            case WorkloadState.Running running -> new Stage("run", since);
            case WorkloadState.Succeeded succeeded -> null;
            case WorkloadState.Failed failed -> null;
            case WorkloadState.Cancelled cancelled -> null;
        };
    }
}
