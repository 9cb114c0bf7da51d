package io.isobar.agent.driver.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.driver.kubernetes.Stage.Trouble;
import io.isobar.agent.failure.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Concludes from the pods of an attempt, as the API server tells of them. */
final class Judge {
    /**
     * What is seen of a replica.
     *
     * @param pod null: there is none
     * @param made whether there ever was one
     * @param confirmedAt when its kubelet was last told that it may go on; null: not that the agent knows
     */
    record Sight(
            @Nullable Pod pod,
            boolean made,
            NodeState node,
            @Nullable Instant confirmedAt) {}

    private final List<Stage> stages = new ArrayList<>();
    private final Intent intent;
    private final Instant now;
    private boolean settled = true;

    private Judge(List<Sight> sights, Intent intent, Instant now) {
        this.intent = intent;
        this.now = now;
        for (Sight sight : sights) {
            stages.add(stage(sight));
        }
    }

    static Verdict judge(List<Sight> sights, Intent intent, Instant now) {
        return new Judge(sights, intent, now).verdict();
    }

    private Stage stage(Sight sight) {
        Pod pod = sight.pod();
        if (pod == null) {
            settled &= !sight.made() || sight.node() != NodeState.SILENT;
            return sight.made() ? new Stage.Missing() : new Stage.Unmade();
        }
        PodReading reading = new PodReading(pod, intent.ends(), sight.confirmedAt());
        settled &= reading.isSettled(sight.node(), now);
        Stage stage = reading.stage(now);
        if (sight.node() == NodeState.GONE && !(stage instanceof Stage.Ended)) {
            Instant startedAt = stage instanceof Stage.Running running ? running.since() : null;
            return new Stage.Ended(
                    startedAt,
                    new WorkEnd(
                            Reason.NODE_FAILED,
                            null,
                            "the node " + pod.getSpec().getNodeName() + " is gone, and with it pod "
                                    + pod.getMetadata().getName(),
                            now));
        }
        return stage;
    }

    private Verdict verdict() {
        return switch (intent) {
            case Intent.Run _ -> ofWanted();
            case Intent.Stop _ -> settled ? new Verdict.Over(ofStopped()) : new Verdict.Ending();
            case Intent.Break broken -> settled ? new Verdict.Over(broken.end()) : new Verdict.Ending();
        };
    }

    private Verdict ofWanted() {
        Optional<WorkEnd> bad = firstBadEnd();
        if (bad.isPresent()) {
            return settled ? new Verdict.Over(bad.get()) : new Verdict.Broken(bad.get());
        }
        if (stages.stream().anyMatch(Stage.Missing.class::isInstance)) {
            WorkEnd end = new WorkEnd(
                    Reason.VANISHED,
                    null,
                    "somebody removed pods of the attempt, and the finaliser " + OwnerMark.FINALIZER
                            + " from them; how they ended is not known",
                    now);
            return settled ? new Verdict.Over(end) : new Verdict.Broken(end);
        }
        if (stages.stream().allMatch(Stage.Ended.class::isInstance)) {
            return settled ? new Verdict.Over(allWell()) : new Verdict.Ending();
        }
        return begun().size() == stages.size()
                ? new Verdict.Runs(begun().stream().max(Instant::compareTo).orElse(now))
                : waits();
    }

    private List<Instant> begun() {
        return stages.stream()
                .map(stage -> switch (stage) {
                    case Stage.Running running -> running.since();
                    case Stage.Ended ended -> ended.startedAt();
                    case Stage.Unmade _, Stage.Waiting _, Stage.Missing _ -> null;
                })
                .filter(Objects::nonNull)
                .toList();
    }

    /** When all had begun, or empty where not all did. */
    static Optional<Instant> allBegan(List<Sight> sights, Intent intent, Instant now) {
        List<Instant> begun = new Judge(sights, intent, now).begun();
        return begun.size() == sights.size() ? begun.stream().max(Instant::compareTo) : Optional.empty();
    }

    private Verdict waits() {
        Trouble worst = Trouble.NONE;
        String why = "";
        for (Stage stage : stages) {
            if (stage instanceof Stage.Waiting waiting
                    && (why.isEmpty() || waiting.trouble().compareTo(worst) > 0)) {
                worst = waiting.trouble();
                why = waiting.why();
            }
        }
        return new Verdict.Waits(begun().size(), why, worst);
    }

    /** Of the replica that ended badly first: the others were then stopped. */
    private Optional<WorkEnd> firstBadEnd() {
        return ends().filter(end -> end.reason() != Reason.EXIT_ZERO).min(Comparator.comparing(WorkEnd::at));
    }

    private java.util.stream.Stream<WorkEnd> ends() {
        return stages.stream().filter(Stage.Ended.class::isInstance).map(stage -> ((Stage.Ended) stage).end());
    }

    private WorkEnd allWell() {
        return new WorkEnd(
                Reason.EXIT_ZERO,
                0,
                "",
                ends().map(WorkEnd::at).max(Instant::compareTo).orElse(now));
    }

    private WorkEnd ofStopped() {
        Optional<WorkEnd> bad = firstBadEnd();
        if (bad.isPresent() && bad.get().exitCode() != null) {
            return bad.get();
        }
        boolean all = stages.stream().allMatch(Stage.Ended.class::isInstance);
        return all && bad.isEmpty() && !stages.isEmpty()
                ? allWell()
                : new WorkEnd(
                        Reason.EXIT_NON_ZERO,
                        null,
                        begun().isEmpty() ? "it was stopped before it started" : "how it ended was not told",
                        now);
    }
}
