package io.isobar.agent.driver.slurm;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** States of a job, flags among them. */
public enum JobState {
    PENDING(Stage.WAITS),
    CONFIGURING(Stage.WAITS),
    REQUEUED(Stage.WAITS),
    REQUEUE_FED(Stage.WAITS),
    REQUEUE_HOLD(Stage.WAITS),
    RESV_DEL_HOLD(Stage.WAITS),
    SPECIAL_EXIT(Stage.WAITS),
    RUNNING(Stage.RUNS),
    SUSPENDED(Stage.RUNS),
    STOPPED(Stage.RUNS),
    SIGNALING(Stage.RUNS),
    RESIZING(Stage.RUNS),
    COMPLETING(Stage.RUNS),
    STAGE_OUT(Stage.RUNS),
    COMPLETED(Stage.OVER),
    CANCELLED(Stage.OVER),
    FAILED(Stage.OVER),
    TIMEOUT(Stage.OVER),
    NODE_FAIL(Stage.OVER),
    PREEMPTED(Stage.OVER),
    BOOT_FAIL(Stage.OVER),
    DEADLINE(Stage.OVER),
    OUT_OF_MEMORY(Stage.OVER),
    LAUNCH_FAILED(Stage.OVER),
    RECONFIG_FAIL(Stage.OVER),
    REVOKED(Stage.OVER),
    /** A word that is not known here: nothing is concluded from it. */
    UNKNOWN(Stage.RUNS);

    /** What a state means for whoever waits for the job. */
    enum Stage {
        /** Nothing of it runs, and it may be started. */
        WAITS,
        /** Something of it runs, or holds its nodes. */
        RUNS,
        /** Nothing of it runs or will. */
        OVER
    }

    private static final Map<String, JobState> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(JobState::name, state -> state));

    private final Stage stage;

    JobState(Stage stage) {
        this.stage = stage;
    }

    Stage stage() {
        return stage;
    }

    /** Of {@code CANCELLED by 1000}, as accounting writes it, too. */
    public static JobState parse(String text) {
        String word = text.strip().toUpperCase(Locale.ROOT);
        int blank = word.indexOf(' ');
        String first = blank < 0 ? word : word.substring(0, blank);
        return BY_NAME.getOrDefault(first.endsWith("+") ? first.substring(0, first.length() - 1) : first, UNKNOWN);
    }
}
