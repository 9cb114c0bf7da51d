package io.isobar.agent.driver.kubernetes;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who sees to it that the pods of an attempt start together. */
sealed interface GangScheduling {
    /** The agent: it takes them back where not all run in time. */
    record ByDeadline() implements GangScheduling {}

    /** Volcano, by a PodGroup of the attempt's name. */
    record Volcano() implements GangScheduling {}

    /**
     * Kueue, by a group of pods.
     *
     * @param queue a LocalQueue in the namespace
     */
    record Kueue(String queue) implements GangScheduling {}

    default Map<String, String> labels(OwnerMark mark) {
        return switch (this) {
            case ByDeadline _, Volcano _ -> Map.of();
            case Kueue kueue ->
                Map.of("kueue.x-k8s.io/queue-name", kueue.queue(), "kueue.x-k8s.io/pod-group-name", mark.groupName());
        };
    }

    default Map<String, String> annotations(OwnerMark mark, int replicas) {
        return switch (this) {
            case ByDeadline byDeadline -> Map.of();
            case Volcano volcano -> Map.of("scheduling.k8s.io/group-name", mark.groupName());
            case Kueue kueue -> Map.of("kueue.x-k8s.io/pod-group-total-count", Integer.toString(replicas));
        };
    }

    /** Null: the cluster's own. */
    default @Nullable String scheduler() {
        return this instanceof Volcano ? "volcano" : null;
    }
}
