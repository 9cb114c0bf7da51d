package io.isobar.agent.execution;

import io.isobar.agent.admission.AttemptId;
import io.isobar.agent.driver.LaunchOrder;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.failure.Reason;
import io.isobar.agent.inventory.RegionName;
import io.isobar.agent.trace.Spans;
import io.isobar.agent.trace.TraceContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records of each attempt that belongs to a trace how long its start took and how long it ran, by the agent's own clock. An attempt
 * from before a restart of the agent has no spans any more. Not thread-safe.
 */
public final class AttemptSpans {
    private final Spans spans;
    private final RegionName region;
    private final Map<AttemptId, Stage> stages = new HashMap<>();

    private record Stage(
            TraceContext trace,
            @Nullable Instant starting,
            @Nullable Instant running) {}

    public AttemptSpans(Spans spans, RegionName region) {
        this.spans = spans;
        this.region = region;
    }

    /** The driver is about to be told. */
    void starts(AttemptId attempt, LaunchOrder order) {
        String parent = order.environment().get(LaunchOrder.TRACE_PARENT);
        if (parent != null) {
            TraceContext.parse(parent).ifPresent(trace -> stages.put(attempt, new Stage(trace, null, null)));
        }
    }

    void told(RegionMessage.AttemptNews news) {
        AttemptId id = news.key().id();
        Stage stage = stages.get(id);
        if (stage == null) {
            return;
        }
        switch (news.state()) {
            case AttemptState.Starting starting -> stages.put(id, new Stage(stage.trace(), starting.since(), null));
            case AttemptState.Running running -> {
                if (stage.running() == null) {
                    Instant from = stage.starting() == null ? running.startedAt() : stage.starting();
                    record("isobar.region.start", stage, id, from, running.startedAt(), null);
                    stages.put(id, new Stage(stage.trace(), stage.starting(), running.startedAt()));
                }
            }
            case AttemptState.Ended ended -> {
                stages.remove(id);
                WorkEnd end = ended.end();
                Instant from = stage.running() == null ? stage.starting() : stage.running();
                record(
                        stage.running() == null ? "isobar.region.start" : "isobar.region.run",
                        stage,
                        id,
                        from == null ? end.at() : from,
                        end.at(),
                        end.reason() == Reason.EXIT_ZERO ? null : end.reason() + ": " + end.message());
            }
            case AttemptState.Held held -> {}
            case AttemptState.Stopping stopping -> {}
        }
    }

    private void record(
            String name, Stage stage, AttemptId attempt, Instant from, Instant until, @Nullable String failure) {
        Map<String, String> attributes = Map.of("isobar.region", region.value(), "isobar.attempt", attempt.value());
        spans.begin(name, stage.trace(), from, attributes).end(until, failure);
    }
}
