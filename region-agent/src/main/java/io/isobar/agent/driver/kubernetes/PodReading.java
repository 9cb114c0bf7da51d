package io.isobar.agent.driver.kubernetes;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.isobar.agent.driver.WorkEnd;
import io.isobar.agent.driver.kubernetes.Stage.Trouble;
import io.isobar.agent.failure.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a pod says of its replica. */
final class PodReading {
    /** The container of ours; a site's webhooks may put others beside it. */
    static final String CONTAINER = "work";

    private static final Set<String> HOPELESS = Set.of("InvalidImageName", "ErrImageNeverPull");
    private static final Set<String> FAILING = Set.of(
            "ErrImagePull",
            "ImagePullBackOff",
            "ImageInspectError",
            "RegistryUnavailable",
            "CreateContainerConfigError",
            "CreateContainerError",
            "RunContainerError",
            "PreCreateHookError",
            "PreStartHookError",
            "CrashLoopBackOff");
    /** The runtime could not start the command: it is not there, or is no program. */
    private static final Set<String> NEVER_EXECUTED = Set.of("ContainerCannotRun", "StartError");

    private static final int CANNOT_EXECUTE = 126;
    private static final int FIRST_SIGNAL = 128;

    private final Pod pod;
    private final PodStatus status;
    private final boolean unwanted;
    private final @Nullable Instant confirmedAt;

    PodReading(Pod pod, boolean unwanted) {
        this(pod, unwanted, null);
    }

    /**
     * A reading.
     *
     * @param unwanted the agent itself has it end: that it is deleted says nothing
     * @param confirmedAt when its kubelet was last told that it may go on; null: not that the agent knows
     */
    PodReading(Pod pod, boolean unwanted, @Nullable Instant confirmedAt) {
        this.pod = pod;
        this.confirmedAt = confirmedAt;
        this.status = pod.getStatus() == null ? new PodStatus() : pod.getStatus();
        this.unwanted = unwanted;
    }

    Stage stage(Instant now) {
        ContainerState state = state();
        ContainerStateTerminated terminated = state.getTerminated();
        if (terminated != null) {
            return terminated(terminated, now);
        }
        if ("Failed".equals(status.getPhase())) {
            return new Stage.Ended(startedAt(), failedWithoutWord(now));
        }
        if (state.getRunning() != null) {
            return new Stage.Running(time(state.getRunning().getStartedAt()).orElse(now));
        }
        if (isDeletedByOthers()) {
            return new Stage.Ended(null, new WorkEnd(Reason.CANCELLED_BY_REGION, null, deleted(), now));
        }
        return waiting(state.getWaiting());
    }

    private ContainerState state() {
        return container().map(ContainerStatus::getState).orElseGet(ContainerState::new);
    }

    private Optional<ContainerStatus> container() {
        List<ContainerStatus> statuses = status.getContainerStatuses();
        return statuses == null
                ? Optional.empty()
                : statuses.stream()
                        .filter(one -> CONTAINER.equals(one.getName()))
                        .findFirst();
    }

    private @Nullable Instant startedAt() {
        ContainerState state = state();
        return state.getRunning() == null
                ? null
                : time(state.getRunning().getStartedAt()).orElse(null);
    }

    private Stage terminated(ContainerStateTerminated container, Instant now) {
        Instant at = time(container.getFinishedAt())
                .filter(time -> time.isAfter(Instant.EPOCH))
                .orElse(now);
        String why = container.getReason() == null ? "" : container.getReason();
        int code = container.getExitCode() == null ? CANNOT_EXECUTE : container.getExitCode();
        if (NEVER_EXECUTED.contains(why)) {
            return new Stage.Ended(
                    null,
                    new WorkEnd(Reason.LAUNCH_FAILED, null, said("its command could not be executed", container), at));
        }
        Instant startedAt = time(container.getStartedAt())
                .filter(time -> time.isAfter(Instant.EPOCH))
                .orElse(at);
        return new Stage.Ended(startedAt, end(container, why, code, startedAt, at));
    }

    private WorkEnd end(ContainerStateTerminated container, String why, int code, Instant startedAt, Instant at) {
        Optional<Duration> unconfirmed = unconfirmed(startedAt, at);
        if (code == 0 && !isDeletedBefore(at) && unconfirmed.isEmpty()) {
            return new WorkEnd(Reason.EXIT_ZERO, 0, "", at);
        }
        if (why.equals("OOMKilled")) {
            return new WorkEnd(Reason.OUT_OF_MEMORY, code, name() + " used more memory than it asked for", at);
        }
        if (why.equals("ContainerStatusUnknown")) {
            return new WorkEnd(
                    Reason.NODE_FAILED, null, said(name() + " was lost by its node " + node(), container), at);
        }
        Optional<WorkEnd> byCluster = byCluster(code, at);
        if (byCluster.isPresent()) {
            return byCluster.get();
        }
        // By which code a program ends that is told to, is its own affair: some say that all went well.
        return unconfirmed
                .map(silence -> new WorkEnd(
                        Reason.REGION_LOST,
                        code,
                        name() + " was not confirmed for " + silence.toSeconds() + " s, and stopped by its node "
                                + node() + " (exit code " + code + ")",
                        at))
                .orElseGet(() -> exit(code, at));
    }

    /** For how long nobody had told its kubelet that it may go on; empty: too short for the kubelet to stop it, or it does not ask. */
    private Optional<Duration> unconfirmed(Instant startedAt, Instant at) {
        Instant since = confirmedAt == null || confirmedAt.isBefore(startedAt) ? startedAt : confirmedAt;
        Duration silence = Duration.between(since, at);
        return LeaseProbe.of(pod)
                .filter(probe -> silence.compareTo(probe.spares()) >= 0)
                .map(probe -> silence);
    }

    private static WorkEnd exit(int code, Instant at) {
        return code == 0
                ? new WorkEnd(Reason.EXIT_ZERO, 0, "", at)
                : new WorkEnd(
                        Reason.EXIT_NON_ZERO,
                        code,
                        code > FIRST_SIGNAL && code <= FIRST_SIGNAL + 64
                                ? "the command was ended by signal " + (code - FIRST_SIGNAL) + " (exit code " + code
                                        + ")"
                                : "the command ended with exit code " + code,
                        at);
    }

    /** Where the cluster ended it and not the command itself. */
    private Optional<WorkEnd> byCluster(@Nullable Integer code, Instant at) {
        String words = name() + (status.getMessage() == null ? "" : ": " + status.getMessage());
        String reason = status.getReason() == null ? "" : status.getReason();
        Optional<WorkEnd> byReason =
                switch (reason) {
                    case "DeadlineExceeded" ->
                        end(Reason.TIME_LIMIT, code, name() + " reached its deadline in the cluster", at);
                    case "Evicted" -> end(Reason.CANCELLED_BY_REGION, code, "evicted from its node, " + words, at);
                    case "Preempting" -> end(Reason.PREEMPTED, code, "preempted on its node, " + words, at);
                    case "NodeShutdown", "Shutdown", "Terminated", "NodeLost" ->
                        end(Reason.NODE_FAILED, code, "its node " + node() + " went down, " + words, at);
                    default -> Optional.empty();
                };
        return byReason.or(() -> disruption(code, at));
    }

    private static Optional<WorkEnd> end(Reason reason, @Nullable Integer code, String message, Instant at) {
        return Optional.of(new WorkEnd(reason, code, message, at));
    }

    private Optional<WorkEnd> disruption(@Nullable Integer code, Instant at) {
        PodCondition disruption = condition("DisruptionTarget").orElse(null);
        String reason = disruption == null || disruption.getReason() == null ? "" : disruption.getReason();
        String words =
                disruption == null || disruption.getMessage() == null ? "" : " (" + disruption.getMessage() + ")";
        return switch (reason) {
            case "PreemptionByScheduler" -> end(Reason.PREEMPTED, code, name() + " was preempted" + words, at);
            case "DeletionByTaintManager", "DeletionByPodGC" ->
                end(Reason.NODE_FAILED, code, name() + " was taken off its node " + node() + words, at);
            default ->
                isDeletedBefore(at) || (reason.startsWith("Eviction") && !unwanted)
                        ? end(Reason.CANCELLED_BY_REGION, code, deleted() + words, at)
                        : Optional.empty();
        };
    }

    private Optional<PodCondition> condition(String type) {
        return status.getConditions() == null
                ? Optional.empty()
                : status.getConditions().stream()
                        .filter(one -> type.equals(one.getType()))
                        .findFirst();
    }

    /** Failed, and no container has a word for it: it was not admitted by its node, or the node's pods were given up. */
    private WorkEnd failedWithoutWord(Instant now) {
        Optional<WorkEnd> byCluster = byCluster(null, now);
        if (byCluster.isPresent()) {
            return byCluster.get();
        }
        String words = (status.getReason() == null ? "" : ": " + status.getReason())
                + (status.getMessage() == null ? "" : ": " + status.getMessage());
        return new WorkEnd(Reason.LAUNCH_FAILED, null, "the node " + node() + " did not take " + name() + words, now);
    }

    private boolean isDeletedByOthers() {
        return pod.getMetadata().getDeletionTimestamp() != null && !unwanted;
    }

    /** Whether somebody at the site had it deleted before it ended. */
    private boolean isDeletedBefore(Instant end) {
        if (!isDeletedByOthers()) {
            return false;
        }
        Long grace = pod.getMetadata().getDeletionGracePeriodSeconds();
        // The time that stands there is when the grace is over; seconds are cut off.
        return time(pod.getMetadata().getDeletionTimestamp())
                .map(over -> over.minusSeconds(grace == null ? 0 : grace))
                .map(asked -> !end.isBefore(asked))
                .orElse(true);
    }

    private String deleted() {
        return name() + " was deleted at the site, not by the federation";
    }

    private Stage waiting(@Nullable ContainerStateWaiting waiting) {
        String reason = waiting == null || waiting.getReason() == null ? "" : waiting.getReason();
        String message = waiting == null || waiting.getMessage() == null ? "" : ": " + waiting.getMessage();
        if (HOPELESS.contains(reason)) {
            return new Stage.Waiting(reason + " of " + image() + message, Trouble.HOPELESS);
        }
        if (FAILING.contains(reason)) {
            return new Stage.Waiting(reason + " of " + image() + message, Trouble.FAILING);
        }
        PodCondition scheduled = condition("PodScheduled").orElse(null);
        if (scheduled != null && "False".equals(scheduled.getStatus())) {
            return new Stage.Waiting(
                    scheduled.getReason() + (scheduled.getMessage() == null ? "" : ": " + scheduled.getMessage()),
                    Trouble.NONE);
        }
        return new Stage.Waiting(reason + message, Trouble.NONE);
    }

    /** Whether nothing of it runs, or will. */
    boolean isSettled(NodeState node, Instant now) {
        ContainerState state = state();
        if (state.getTerminated() != null || node == NodeState.GONE) {
            return true;
        }
        if (state.getRunning() != null) {
            return false;
        }
        if ("Failed".equals(status.getPhase()) || "Succeeded".equals(status.getPhase())) {
            return true;
        }
        if (pod.getMetadata().getDeletionTimestamp() == null) {
            return false;
        }
        if (pod.getSpec().getNodeName() == null) {
            return true;
        }
        // The kubelet says by this that it has nothing of it any more.
        Long grace = pod.getMetadata().getDeletionGracePeriodSeconds();
        return grace != null && grace == 0 && node == NodeState.UP;
    }

    private String name() {
        return "pod " + pod.getMetadata().getName();
    }

    private String image() {
        return pod.getSpec().getContainers().stream()
                .filter(container -> CONTAINER.equals(container.getName()))
                .map(Container::getImage)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("the image");
    }

    private String node() {
        return String.valueOf(pod.getSpec().getNodeName());
    }

    private static String said(String what, ContainerStateTerminated container) {
        return container.getMessage() == null || container.getMessage().isBlank()
                ? what
                : what + ": " + container.getMessage().strip();
    }

    private static Optional<Instant> time(@Nullable String text) {
        try {
            return text == null ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
