package io.isobar.broker.manifest.kubernetes;

import io.isobar.broker.manifest.conversion.Fate;
import io.isobar.broker.manifest.conversion.ReplicaCommand;
import io.isobar.broker.manifest.conversion.Section;
import io.isobar.broker.manifest.conversion.TaskChoice;
import io.isobar.broker.workload.WorkloadSpec;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code batch/v1} Job: completions that all run at the same time are replicas of a gang; those that do not cannot count on each
 * other, and each is a workload of its own.
 */
final class JobReader {
    private static final int USUAL_RETRIES = 6;
    private static final int LONGEST_SECONDS = 999_999_999;
    private static final Fate.Table FATES = new Fate.Table()
            .silent("ttlSecondsAfterFinished", "manualSelector", "selector", "podReplacementPolicy", "managedBy")
            .lost("every failure counts against the limit", "podFailurePolicy", "backoffLimitPerIndex")
            .changed("every replica has to succeed", "successPolicy", "maxFailedIndexes");

    private JobReader() {}

    static void read(Section job, PodReader pods, GangDraft gang, @Nullable Integer wanted) {
        var spec = job.section("spec").orElse(null);
        if (spec == null) {
            job.wrong("spec", "is required");
            return;
        }
        var parallelism = or(1, spec.whole("parallelism", 1, WorkloadSpec.LARGEST_GANG));
        var completions = or(parallelism, spec.whole("completions", 1, WorkloadSpec.LARGEST_GANG));
        boolean indexed = "Indexed".equals(spec.text("completionMode"));
        var replica = new ReplicaCommand();
        var index = "${ISOBAR_REPLICA:-0}";
        if (completions > parallelism) {
            index = Integer.toString(task(gang, completions, parallelism, wanted));
        } else {
            TaskChoice.none(wanted);
            gang.draft.replicas = completions;
        }
        if (indexed) {
            replica.set("JOB_COMPLETION_INDEX", index);
        }
        gang.timeLimit(spec.whole("activeDeadlineSeconds", 1, LONGEST_SECONDS));
        gang.retries(or(USUAL_RETRIES, spec.whole("backoffLimit", 0, Integer.MAX_VALUE)));
        if (spec.flag("suspend")) {
            spec.changed("suspend", "it is not held; submit it when it may start");
        }
        var pod = pods.read(spec, "template");
        spec.reportRest(FATES);
        if (pod != null) {
            gang.pod(pod, replica);
        }
    }

    private static int task(GangDraft gang, int completions, int parallelism, @Nullable Integer wanted) {
        var all = IntStream.range(0, completions).boxed().toList();
        int task = TaskChoice.of(all, wanted);
        gang.task(all, task, parallelism);
        return task;
    }

    private static int or(int usual, @Nullable Integer value) {
        return value == null ? usual : value;
    }
}
